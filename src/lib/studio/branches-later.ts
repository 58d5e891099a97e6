// What compares and merges branches comes with the first one somebody looks at: keeping them goes without.
export { previewBranch } from './branch-preview.ts';
export { mergePlace, readClosed } from './merge-place.ts';
