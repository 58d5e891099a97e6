import * as v from 'valibot';
import { isJsonRecord, type JsonValue } from '../base/json.ts';
import { MOST_SAVED } from '../runtime/script/kept-values.ts';

/** The shape of what is kept; what a later version keeps otherwise has a higher number. */
export const SAVES_VERSION = 1;
export const MOST_SLOTS = 20;

export type SavedValues = Readonly<Record<string, JsonValue>>;

/** What one slot of a game holds. */
export type SavedGame = {
	readonly version: typeof SAVES_VERSION;
	/** Milliseconds since the Unix epoch. */
	readonly changedAt: number;
	readonly values: SavedValues;
};

export type SaveSlot = { readonly id: string; readonly name: string };

/** The slots of a game, and the one that it plays with. The first is there without anybody making it. */
export type SaveSlots = {
	readonly version: typeof SAVES_VERSION;
	readonly current: string;
	readonly slots: readonly SaveSlot[];
};

/** A slot as a file. */
export type SaveFile = SavedGame & {
	readonly kind: 'rastudios.save';
	/** The project whose game it is of. */
	readonly game: string;
	readonly name: string;
};

/** Why something is no saved game: of a later version, of another game, or nothing we know. */
export type NoSave = 'newer' | 'other' | 'damaged';

export const AUTOMATIC: SaveSlot = { id: 'auto', name: '' };
export const NO_SLOTS: SaveSlots = { version: SAVES_VERSION, current: AUTOMATIC.id, slots: [AUTOMATIC] };

const savedGame = {
	version: v.literal(SAVES_VERSION),
	changedAt: v.pipe(v.number(), v.finite()),
	values: v.custom<SavedValues>((value) => isJsonRecord(value) && JSON.stringify(value).length <= MOST_SAVED),
};
const name = v.pipe(v.string(), v.maxLength(100));
const SAVED_GAME = v.object(savedGame);
const SAVE_FILE = v.object({ ...savedGame, kind: v.literal('rastudios.save'), game: v.string(), name });
const SAVE_SLOTS = v.object({
	version: v.literal(SAVES_VERSION),
	current: v.string(),
	slots: v.pipe(
		v.array(v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(40)), name })),
		v.minLength(1),
		v.maxLength(MOST_SLOTS),
		v.check((slots) => new Set(slots.map(({ id }) => id)).size === slots.length),
	),
});

/** What was kept, held against what it must be: another version may have kept it. */
export const readSavedGame = (value: unknown): SavedGame | NoSave => read(SAVED_GAME, value);
export const readSaveSlots = (value: unknown): SaveSlots | NoSave => read(SAVE_SLOTS, value);

/** A save out of a file, for this game. */
export function readSaveFile(text: string, game: string): SaveFile | NoSave {
	try {
		const file = read(SAVE_FILE, JSON.parse(text));
		return typeof file === 'object' && file.game !== game ? 'other' : file;
	} catch {
		return 'damaged';
	}
}

export const sizeOf = ({ values }: Pick<SavedGame, 'values'>): number => JSON.stringify(values).length;

function read<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | NoSave {
	const { version } = (value ?? {}) as { readonly version?: unknown };
	if (typeof version === 'number' && version > SAVES_VERSION) return 'newer';
	const parsed = v.safeParse(schema, value);
	return parsed.success ? parsed.output : 'damaged';
}
