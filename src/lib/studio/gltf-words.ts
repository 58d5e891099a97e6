import type { ExportNote, ExportNoteKind } from '../engine/gltf-export/export-notes.ts';
import type { ImportNote, ImportNoteKind } from '../engine/gltf-import/import-notes.ts';
import { m } from '../paraglide/messages.js';

const EXPORT_WORDS: Readonly<Record<ExportNoteKind, () => string>> = {
	missing: m.gltf_out_missing,
	broken: m.gltf_out_broken,
	bright: m.gltf_out_bright,
	light: m.gltf_out_light,
	falloff: m.gltf_out_falloff,
	environment: m.gltf_out_environment,
	hidden: m.gltf_out_hidden,
	billboard: m.gltf_out_billboard,
	backside: m.gltf_out_backside,
	'rough-metal': m.gltf_out_rough_metal,
	physics: m.gltf_out_physics,
	audio: m.gltf_out_audio,
	particles: m.gltf_out_particles,
	script: m.gltf_out_script,
	animation: m.gltf_out_animation,
	note: m.gltf_out_note,
	interface: m.gltf_out_interface,
	'spawn-point': m.gltf_out_spawn_point,
	prefab: m.gltf_out_prefab,
	extension: m.gltf_out_extension,
	deep: m.gltf_out_deep,
};

const IMPORT_WORDS: Readonly<Record<ImportNoteKind, () => string>> = {
	shear: m.gltf_in_shear,
	range: m.gltf_in_range,
	'left-out': m.gltf_in_left_out,
	missing: m.gltf_in_missing,
	reference: m.gltf_in_reference,
	whole: m.gltf_in_whole,
	animation: m.gltf_in_animation,
	'other-scene': m.gltf_in_other_scene,
};

/** “Sky, fog and exposure are not seen (Evening)”. */
export const exportNoteText = (note: ExportNote): string => withNames(EXPORT_WORDS[note.kind](), note);
export const importNoteText = (note: ImportNote): string => withNames(IMPORT_WORDS[note.kind](), note);

function withNames(what: string, { count, names }: ExportNote | ImportNote): string {
	const listed = names.join(', ');
	const rest = count - names.length;
	return m.gltf_names({ what, names: rest > 0 ? m.gltf_names_more({ names: listed, count: rest }) : listed });
}
