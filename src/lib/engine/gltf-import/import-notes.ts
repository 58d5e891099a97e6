import type { Note, NoteList } from '../gltf/note-list.ts';

/** What a person should know after a file became entities: what came otherwise, or stayed behind. */
export type ImportNoteKind =
	/** Slanted by its matrix, which a transform cannot say. */
	| 'shear'
	/** Beyond what a field takes, and set to the nearest it does. */
	| 'range'
	/** Values in our extras that no field of ours takes. */
	| 'left-out'
	/** Models, pictures, sounds, prefabs and scripts that neither the file nor the project has. */
	| 'missing'
	/** Fields that name an entity which is not in the file. */
	| 'reference'
	/** Figures with bones, and what is drawn many times at once: each stays one entity. */
	| 'whole'
	| 'animation'
	| 'other-scene';

export type ImportNote = Note<ImportNoteKind>;
export type ImportNotes = NoteList<ImportNoteKind>;
