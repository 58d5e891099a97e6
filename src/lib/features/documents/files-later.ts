// What reads and writes files, and asks how, comes with the first file.
export { projectFileKind } from '#lib/studio/project-files/file-kind.ts';
export { filePicker } from '#lib/ui/pick-file-adapter.ts';
export { saveFile } from '#lib/ui/save-file.ts';
export { DocumentFiles } from './document-files.svelte.ts';
export { default as FileDialogs } from './FileDialogs.svelte';
