// Few measure: what says how far and how large comes with the first who do.
export { default as MeasureNote } from './MeasureNote.svelte';
export { sizesText } from './measure-words.ts';
