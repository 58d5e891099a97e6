import { nanoid } from 'nanoid';
import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { jsonEqual, type JsonValue } from '../base/json.ts';
import { m } from '../paraglide/messages.js';
import { MOST_SAVED } from '../runtime/script/kept-values.ts';
import type { PageAround } from '../storage/page-adapter.ts';
import type { SettingsStore } from '../storage/ports.ts';
import { savesKey } from '../storage/saves-key.ts';
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
import { SavesAside } from './saves-aside.ts';

/** Where the games of a project keep what they save. */
export type SavePlace = {
	readonly settings: Pick<SettingsStore, 'read' | 'set' | 'remove'>;
	readonly projectId: string;
	readonly clock: Clock;
	/** Held from all other tabs. */
	readonly locks: Pick<PageAround, 'holdLock'>;
};

/** What was kept cannot be read for now: nothing may be written over it. */
export type Unread = 'unread';

/** Why nothing can be changed: the list is not there to be read, of a later version, or it was damaged and has just been set aside. */
export type NoList = Unread | 'newer' | 'list';

/** A slot as people see it; `bytes` of text, 0 where nothing was saved. */
export type ListedSlot = SaveSlot & {
	readonly isCurrent: boolean;
	readonly changedAt: number | null;
	readonly bytes: number;
	/** Why it cannot be played with. */
	readonly problem?: NoSave | Unread;
};

/** A game plays with it, in another tab, or one in this tab that has just been stopped still writes. */
export type InUse = 'used';

/** It was done, and is in the memory of this page alone: the device does not take it yet. */
export type Refused = 'refused';

/** Why there is no other slot, or not on this device. */
export type NotAdded = NoSave | NoList | Refused | 'many';
export type NotChanged = NotAdded | InUse;

/** What a game plays with, and the slot that it saves into; null where it must not. */
export type CurrentSave = {
	readonly slot: SaveSlot | null;
	readonly values: SavedValues;
	/** `list`: the list of slots was damaged, and set aside. `back`: what was set aside once is a slot again. */
	readonly problem?: NoSave | Unread | InUse | 'list' | 'back';
};
/** Until `release` is called, nobody else writes into the slot. */
export type PlayedSave = CurrentSave & { readonly release: Dispose };

const noCurrent = (problem: NoSave | Unread): CurrentSave => ({ slot: null, values: {}, problem });

/** The list is changed in no time. */
const LIST_PATIENCE_MS = 5000;
/** A game that was stopped, maybe while it still began, has let go by then. */
const SLOT_PATIENCE_MS = 3000;

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
		const save = await this.#alone(() => this.#current());
		return save === 'unread' ? noCurrent(save) : save;
	}

	/** The same for a game that saves. The slot is nobody's where another game, in whatever tab, plays with it. */
	async play(): Promise<PlayedSave> {
		const nothing: Dispose = () => {};
		const save = await this.#alone(async (): Promise<PlayedSave> => {
			const found = await this.#current();
			if (!found.slot) return { ...found, release: nothing };
			const release = await this.#hold(found.slot.id);
			if (!release) return { slot: null, values: found.values, problem: 'used', release: nothing };
			// Whoever held it may have written meanwhile.
			const { problem = found.problem, ...now } = await this.#current();
			const told: Pick<CurrentSave, 'problem'> = problem ? { problem } : {};
			if (!now.slot) release();
			return { ...now, ...told, release: now.slot ? release : nothing };
		});
		return save === 'unread' ? { ...noCurrent(save), release: nothing } : save;
	}

	async #current(): Promise<CurrentSave> {
		const found = await this.#slots();
		const wasDamaged = found === 'list';
		const all = wasDamaged ? NO_SLOTS : found;
		if (typeof all === 'string') return noCurrent(all);
		const slot = all.slots.find(({ id }) => id === all.current) ?? all.slots[0] ?? AUTOMATIC;
		const read = await this.#place.settings.read(this.#keyOf(slot.id));
		if (!read.ok) return noCurrent('unread');
		const kept = read.value;
		const isBack = await this.#takeBack(slot, kept);
		const problem = isBack ? 'back' : wasDamaged ? 'list' : undefined;
		const told: Pick<CurrentSave, 'problem'> = problem ? { problem } : {};
		if (kept === undefined) return { slot, values: {}, ...told };
		const saved = readSavedGame(kept);
		if (typeof saved === 'object') return { slot, values: saved.values, ...told };
		const isAside = await this.#asideOf(slot.id).keep(kept);
		return isAside ? { slot, values: {}, problem: saved } : noCurrent('unread');
	}

	/** Keeps what a game saves in a slot. True once it is on this device, false while it cannot be; too much never is. */
	async keep(slot: SaveSlot, values: SavedValues): Promise<boolean> {
		const saved: SavedGame = { version: SAVES_VERSION, changedAt: this.#place.clock.now(), values };
		if (sizeOf(saved) > MOST_SAVED) return false;
		return this.#place.settings.set(this.#keyOf(slot.id), saved);
	}

	async list(): Promise<readonly ListedSlot[] | NoList> {
		const all = await this.#slots();
		if (typeof all === 'string') return all;
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
	async choose(id: string): Promise<NoList | Refused | undefined> {
		return this.#alone(async () => {
			const all = await this.#slots();
			if (typeof all === 'string') return all;
			if (!all.slots.some((slot) => slot.id === id)) return undefined;
			return (await this.#list({ ...all, current: id })) ? undefined : 'refused';
		});
	}

	/** Another slot with what this one holds; says why it cannot. */
	async copy(id: string, name: string): Promise<SaveSlot | NotAdded> {
		const saved = await this.#saved(id);
		return typeof saved === 'string' ? saved : this.#alone(() => this.#add(name, saved));
	}

	/** Of a slot and what it holds nothing is left. The one that is there by itself is emptied. */
	async delete(id: string): Promise<NoList | Refused | InUse | undefined> {
		return this.#alone(async () => {
			const release = await this.#hold(id);
			if (!release) return 'used';
			try {
				return await this.#delete(id);
			} finally {
				release();
			}
		});
	}

	async #delete(id: string): Promise<NoList | Refused | undefined> {
		const all = await this.#slots();
		if (typeof all === 'string') return all;
		const { slots, current } = all;
		const left = slots.filter((slot) => slot.id !== id || id === AUTOMATIC.id);
		const isListed = await this.#list({
			...{ version: SAVES_VERSION, slots: left.length > 0 ? left : [AUTOMATIC] },
			current: current === id ? AUTOMATIC.id : current,
		});
		const isGone = await this.#place.settings.remove(this.#keyOf(id));
		await this.#asideOf(id).clear();
		return isListed && isGone ? undefined : 'refused';
	}

	/** A slot as the text of a file; undefined where it holds nothing that can be read. */
	async export(id: string): Promise<string | undefined> {
		const all = await this.#slots();
		const slot = typeof all === 'object' && all.slots.find((one) => one.id === id);
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
		return this.#alone(() => this.#add(file.name || name, { version, changedAt, values }));
	}

	async #add(name: string, saved: SavedGame | undefined): Promise<SaveSlot | NotAdded> {
		const all = await this.#slots();
		if (typeof all === 'string') return all;
		if (all.slots.length >= MOST_SLOTS) return 'many';
		const slot = { id: nanoid(10), name: name.slice(0, 100) };
		// What it holds first: a list never names what is not there.
		const isKept = !saved || (await this.#place.settings.set(this.#keyOf(slot.id), saved));
		const isListed = await this.#list({ ...all, slots: [...all.slots, slot] });
		return isKept && isListed ? slot : 'refused';
	}

	/** What a slot holds; undefined: nothing yet. */
	async #saved(id: string): Promise<SavedGame | NoSave | Unread | undefined> {
		const read = await this.#place.settings.read(this.#keyOf(id));
		if (!read.ok) return 'unread';
		return read.value === undefined ? undefined : readSavedGame(read.value);
	}

	/** A list that is damaged is set aside once. */
	async #slots(): Promise<SaveSlots | NoList> {
		const read = await this.#place.settings.read(this.#key);
		if (!read.ok) return 'unread';
		if (read.value === undefined) return NO_SLOTS;
		const slots = readSaveSlots(read.value);
		if (slots === 'newer' || typeof slots === 'object') return slots;
		if (!(await new SavesAside(this.#place.settings, this.#key).keep(read.value))) return 'unread';
		await this.#list(NO_SLOTS);
		return 'list';
	}

	#list({ version, current, slots }: SaveSlots): Promise<boolean> {
		return this.#place.settings.set(this.#key, { version, current, slots });
	}

	/** What was set aside and can be read by now becomes a slot again, beside what was saved since. */
	async #takeBack(slot: SaveSlot, kept: JsonValue | undefined): Promise<boolean> {
		const name = slot.id === AUTOMATIC.id ? m.play_saves_automatic() : slot.name;
		let isBack = false;
		for (const { saved, taken } of await this.#asideOf(slot.id).readable()) {
			const isHere = jsonEqual(kept, saved);
			const added = isHere || (await this.#add(m.play_saves_back_name({ name }), saved));
			if (typeof added === 'string' && added !== 'refused') continue;
			await taken();
			isBack ||= !isHere;
		}
		return isBack;
	}

	/** What is not understood is somebody's game all the same. */
	#asideOf(id: string): SavesAside {
		return new SavesAside(this.#place.settings, this.#keyOf(id));
	}

	/** Nobody else changes the list meanwhile, in no tab. */
	async #alone<T>(work: () => Promise<T>): Promise<T | Unread> {
		const release = await this.#place.locks.holdLock(this.#key, LIST_PATIENCE_MS);
		if (!release) return 'unread';
		try {
			return await work();
		} finally {
			release();
		}
	}

	#hold(id: string): Promise<Dispose | null> {
		return this.#place.locks.holdLock(this.#keyOf(id), SLOT_PATIENCE_MS);
	}

	get #key(): string {
		return savesKey(this.#place.projectId);
	}

	#keyOf(id: string): string {
		return `${this.#key}.${id}`;
	}
}
