import { nanoid } from 'nanoid';
import type { Clock } from '../base/clock.ts';
import type { JsonValue } from '../base/json.ts';
import { MOST_SAVED } from '../runtime/script/kept-values.ts';
import type { SettingsStore } from '../storage/ports.ts';
import {
	AUTOMATIC,
	MOST_SLOTS,
	NO_SLOTS,
	readSavedGame,
	readSaveFile,
	readSaveSlots,
	SAVES_VERSION,
	sizeOf,
	type NoSave,
	type SavedGame,
	type SavedValues,
	type SaveFile,
	type SaveSlot,
	type SaveSlots,
} from './saved-game.ts';

/** Where the games of a project keep what they save. */
export type SavePlace = {
	readonly settings: Pick<SettingsStore, 'read' | 'set' | 'remove'>;
	readonly projectId: string;
	readonly clock: Clock;
};

/** What was kept cannot be read for now: nothing may be written over it. */
export type Unread = 'unread';

/** A slot as people see it; `bytes` of text, 0 where nothing was saved. */
export type ListedSlot = SaveSlot & {
	readonly isCurrent: boolean;
	readonly changedAt: number | null;
	readonly bytes: number;
	/** Why it cannot be played with. */
	readonly problem?: NoSave | Unread;
};

/** Why there is no other slot. */
export type NotAdded = NoSave | Unread | 'many';

/** What a game plays with, and the slot that it saves into; null where it must not. */
export type CurrentSave = {
	readonly slot: SaveSlot | null;
	readonly values: SavedValues;
	readonly problem?: NoSave | Unread;
};
const NO_CURRENT: CurrentSave = { slot: null, values: {}, problem: 'unread' };

/** The slots in which the games of a project keep what they save, on this device. */
export class GameSaves {
	readonly #place: SavePlace;

	constructor(place: SavePlace) {
		this.#place = place;
	}

	/**
	 * The slot to play with, and what it holds. What is damaged or of a later version is set aside, and the game begins without.
	 * What cannot be read for now stays: the game has no slot to save into.
	 */
	async current(): Promise<CurrentSave> {
		const all = await this.#slots();
		if (all === 'unread') return NO_CURRENT;
		const slot = all.slots.find(({ id }) => id === all.current) ?? all.slots[0] ?? AUTOMATIC;
		const read = await this.#place.settings.read(this.#keyOf(slot.id));
		if (!read.ok) return NO_CURRENT;
		const kept = read.value;
		if (kept === undefined) return { slot, values: {} };
		const saved = readSavedGame(kept);
		if (typeof saved === 'object') return { slot, values: saved.values };
		await this.#setAside(slot, kept);
		return { slot, values: {}, problem: saved };
	}

	/** Keeps what a game saves in a slot. True once it is on this device, false while it cannot be; too much never is. */
	async keep(slot: SaveSlot, values: SavedValues): Promise<boolean> {
		const saved: SavedGame = { version: SAVES_VERSION, changedAt: this.#place.clock.now(), values };
		if (sizeOf(saved) > MOST_SAVED) return false;
		return this.#place.settings.set(this.#keyOf(slot.id), saved);
	}

	async list(): Promise<readonly ListedSlot[] | Unread> {
		const all = await this.#slots();
		if (all === 'unread') return all;
		return Promise.all(
			all.slots.map(async (slot) => {
				const listed = { ...slot, isCurrent: slot.id === all.current };
				const saved = await this.#saved(slot.id);
				if (saved === undefined) return { ...listed, changedAt: null, bytes: 0 };
				if (typeof saved === 'string') return { ...listed, changedAt: null, bytes: 0, problem: saved };
				return { ...listed, changedAt: saved.changedAt, bytes: sizeOf(saved) };
			}),
		);
	}

	/** Plays with this one from now on. */
	async choose(id: string): Promise<Unread | undefined> {
		const all = await this.#slots();
		if (all === 'unread') return all;
		if (all.slots.some((slot) => slot.id === id)) await this.#list({ ...all, current: id });
		return undefined;
	}

	/** Another slot with what this one holds; says why it cannot. */
	async copy(id: string, name: string): Promise<SaveSlot | NotAdded> {
		const saved = await this.#saved(id);
		return typeof saved === 'string' ? saved : this.#add(name, saved);
	}

	/** Of a slot and what it holds nothing is left. The one that is there by itself is emptied. */
	async delete(id: string): Promise<Unread | undefined> {
		const all = await this.#slots();
		if (all === 'unread') return all;
		const { slots, current } = all;
		const left = slots.filter((slot) => slot.id !== id || id === AUTOMATIC.id);
		await this.#list({
			...{ version: SAVES_VERSION, slots: left.length > 0 ? left : [AUTOMATIC] },
			current: current === id ? AUTOMATIC.id : current,
		});
		await this.#place.settings.remove(this.#keyOf(id));
		return undefined;
	}

	/** A slot as the text of a file; undefined where it holds nothing that can be read. */
	async export(id: string): Promise<string | undefined> {
		const all = await this.#slots();
		const slot = all !== 'unread' && all.slots.find((one) => one.id === id);
		const saved = await this.#saved(id);
		if (!slot || typeof saved !== 'object') return undefined;
		const file: SaveFile = { kind: 'rastudios.save', game: this.#place.projectId, name: slot.name, ...saved };
		return JSON.stringify(file);
	}

	/** A file becomes a slot of its own; says why it cannot. */
	async import(text: string, name: string): Promise<SaveSlot | NotAdded> {
		const file = readSaveFile(text, this.#place.projectId);
		if (typeof file === 'string') return file;
		const { version, changedAt, values } = file;
		return this.#add(file.name || name, { version, changedAt, values });
	}

	async #add(name: string, saved: SavedGame | undefined): Promise<SaveSlot | NotAdded> {
		const all = await this.#slots();
		if (all === 'unread') return all;
		if (all.slots.length >= MOST_SLOTS) return 'many';
		const slot = { id: nanoid(10), name: name.slice(0, 100) };
		// What it holds first: a list never names what is not there.
		if (saved) await this.#place.settings.set(this.#keyOf(slot.id), saved);
		await this.#list({ ...all, slots: [...all.slots, slot] });
		return slot;
	}

	/** What a slot holds; undefined: nothing yet. */
	async #saved(id: string): Promise<SavedGame | NoSave | Unread | undefined> {
		const read = await this.#place.settings.read(this.#keyOf(id));
		if (!read.ok) return 'unread';
		return read.value === undefined ? undefined : readSavedGame(read.value);
	}

	async #slots(): Promise<SaveSlots | Unread> {
		const read = await this.#place.settings.read(this.#key);
		if (!read.ok) return 'unread';
		const slots = readSaveSlots(read.value);
		return typeof slots === 'object' ? slots : NO_SLOTS;
	}

	#list(slots: SaveSlots): Promise<boolean> {
		return this.#place.settings.set(this.#key, slots);
	}

	/** What is not understood is somebody's game all the same: a later version may read it. */
	#setAside(slot: SaveSlot, kept: JsonValue): Promise<boolean> {
		return this.#place.settings.set(`${this.#keyOf(slot.id)}.aside`, kept);
	}

	get #key(): string {
		return `play.saves.${this.#place.projectId}`;
	}

	#keyOf(id: string): string {
		return `${this.#key}.${id}`;
	}
}
