// What writes a scene as glTF and says what other programs will not see comes with the first export.
export { saveFile } from '#lib/ui/save-file.ts';
export { GltfExport } from './gltf-export.svelte.ts';
export { default as GltfExportDialog } from './GltfExportDialog.svelte';
