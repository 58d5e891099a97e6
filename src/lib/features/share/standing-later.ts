// What is said of a project that is not here: most visits are to one that is.
export { ProjectStanding } from './project-standing.svelte.ts';
export { default as StandingCard } from './StandingCard.svelte';
