import type { Note, NoteList } from '../gltf/note-list.ts';

/** What a person should know of an export: what other programs show otherwise, or not at all. */
export type ExportNoteKind =
	/** Bytes that are not on this device, or cannot be read. */
	| 'missing'
	| 'broken'
	/** Pictures with the light they really have, which glTF cannot hold. */
	| 'bright'
	/** Light from everywhere, from above and below, or from an area. */
	| 'light'
	| 'falloff'
	| 'environment'
	| 'hidden'
	| 'billboard'
	| 'backside'
	/** Pictures of roughness and metalness that glTF could only take as one. */
	| 'rough-metal'
	| 'physics'
	| 'audio'
	| 'particles'
	| 'script'
	| 'animation'
	| 'note'
	| 'interface'
	| 'spawn-point'
	/** Copies of prefabs: they come out as what they show. */
	| 'prefab'
	/** Extensions of models that could not be taken over. */
	| 'extension'
	/** Nested more deeply than files are taken back in here. */
	| 'deep';

export type ExportNote = Note<ExportNoteKind>;
export type ExportNotes = NoteList<ExportNoteKind>;
