// What opens, compares and restores versions comes with the first one somebody looks at: keeping them goes without.
export { diffDocuments } from '../doc/diff/diff-documents.ts';
export { readVersion, restoreVersion } from './version-restore.ts';
