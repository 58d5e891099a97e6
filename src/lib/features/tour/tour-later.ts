export { Tour } from './tour.svelte.ts';
export { default as TourCard } from './TourCard.svelte';
