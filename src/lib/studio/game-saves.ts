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
	readonly settings: Pick<SettingsStore, 'get' | 'set' | 'remove'>;
	readonly projectId: string;
	readonly clock: Clock;
};

/** A slot as people see it; `bytes` of text, 0 where nothing was saved. */
export type ListedSlot = SaveSlot & {
	readonly isCurrent: boolean;
	readonly changedAt: number | null;
	readonly bytes: number;
	/** Why it cannot be played with. */
	readonly problem?: NoSave;
};

/** The slots in which the games of a project keep what they save, on this device. */
export class GameSaves {
	readonly #place: SavePlace;

	constructor(place: SavePlace) {
		this.#place = place;
	}

	/** The slot to play with, and what it holds. What cannot be read is set aside, and the game begins without. */
	async current(): Promise<{
		readonly slot: SaveSlot;
		readonly values: SavedValues;
		readonly problem?: NoSave;
	}> {
		const { slots, current } = await this.#slots();
		const slot = slots.find(({ id }) => id === current) ?? slots[0] ?? AUTOMATIC;
		const kept = await this.#place.settings.get(this.#keyOf(slot.id));
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

	async list(): Promise<readonly ListedSlot[]> {
		const { slots, current } = await this.#slots();
		return Promise.all(
			slots.map(async (slot) => {
				const listed = { ...slot, isCurrent: slot.id === current };
				const kept = await this.#place.settings.get(this.#keyOf(slot.id));
				if (kept === undefined) return { ...listed, changedAt: null, bytes: 0 };
				const saved = readSavedGame(kept);
				if (typeof saved === 'string') return { ...listed, changedAt: null, bytes: 0, problem: saved };
				return { ...listed, changedAt: saved.changedAt, bytes: sizeOf(saved) };
			}),
		);
	}

	/** Plays with this one from now on. */
	async choose(id: string): Promise<void> {
		const all = await this.#slots();
		if (all.slots.some((slot) => slot.id === id)) await this.#list({ ...all, current: id });
	}

	/** Another slot with what this one holds; undefined where there are too many. */
	async copy(id: string, name: string): Promise<SaveSlot | undefined> {
		const kept = await this.#place.settings.get(this.#keyOf(id));
		const saved = kept === undefined ? undefined : readSavedGame(kept);
		return this.#add(name, typeof saved === 'object' ? saved : undefined);
	}

	/** Of a slot and what it holds nothing is left. The one that is there by itself is emptied. */
	async delete(id: string): Promise<void> {
		const { slots, current } = await this.#slots();
		const left = slots.filter((slot) => slot.id !== id || id === AUTOMATIC.id);
		await this.#list({
			...{ version: SAVES_VERSION, slots: left.length > 0 ? left : [AUTOMATIC] },
			current: current === id ? AUTOMATIC.id : current,
		});
		await this.#place.settings.remove(this.#keyOf(id));
	}

	/** A slot as the text of a file; undefined where it holds nothing that can be read. */
	async export(id: string): Promise<string | undefined> {
		const { slots } = await this.#slots();
		const slot = slots.find((one) => one.id === id);
		const saved = readSavedGame(await this.#place.settings.get(this.#keyOf(id)));
		if (!slot || typeof saved === 'string') return undefined;
		const file: SaveFile = { kind: 'rastudios.save', game: this.#place.projectId, name: slot.name, ...saved };
		return JSON.stringify(file);
	}

	/** A file becomes a slot of its own; says why it cannot. */
	async import(text: string, name: string): Promise<SaveSlot | NoSave | 'many'> {
		const file = readSaveFile(text, this.#place.projectId);
		if (typeof file === 'string') return file;
		const { version, changedAt, values } = file;
		return (await this.#add(file.name || name, { version, changedAt, values })) ?? 'many';
	}

	async #add(name: string, saved: SavedGame | undefined): Promise<SaveSlot | undefined> {
		const all = await this.#slots();
		if (all.slots.length >= MOST_SLOTS) return undefined;
		const slot = { id: nanoid(10), name: name.slice(0, 100) };
		// What it holds first: a list never names what is not there.
		if (saved) await this.#place.settings.set(this.#keyOf(slot.id), saved);
		await this.#list({ ...all, slots: [...all.slots, slot] });
		return slot;
	}

	async #slots(): Promise<SaveSlots> {
		const read = readSaveSlots(await this.#place.settings.get(this.#key));
		return typeof read === 'object' ? read : NO_SLOTS;
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
