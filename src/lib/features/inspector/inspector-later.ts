// What shows an entity comes with the first one that is selected: with every component's words it is a tenth of the studio.
export { ComponentClipboard } from './component-clipboard.ts';
export { default as InspectedEntities } from './InspectedEntities.svelte';
