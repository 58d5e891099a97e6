import { jsonEqual, type JsonValue } from '../base/json.ts';
import type { SettingsStore } from '../storage/ports.ts';
import { readSavedGame, type SavedGame } from './saved-game.ts';

/** What was kept under a key and is not understood, one beside the other: a later version may read it. */
export class SavesAside {
	readonly #settings: Pick<SettingsStore, 'read' | 'set' | 'remove'>;
	readonly #key: string;

	constructor(settings: Pick<SettingsStore, 'read' | 'set' | 'remove'>, key: string) {
		this.#settings = settings;
		this.#key = `${key}.aside`;
	}

	/** False, and nothing is done, where it cannot be seen what lies there already. */
	async keep(value: JsonValue): Promise<boolean> {
		const all = await this.#all();
		if (!all) return false;
		if (all.some((one) => jsonEqual(one, value))) return true;
		const free = all.indexOf(null);
		await this.#settings.set(this.#keyAt(free < 0 ? all.length : free), value);
		return true;
	}

	/** Those that can be read by now, each until `taken` says that it is elsewhere. */
	async readable(): Promise<
		readonly { readonly saved: SavedGame; readonly taken: () => Promise<boolean> }[]
	> {
		const all = (await this.#all()) ?? [];
		return all.flatMap((value, at) => {
			const saved = readSavedGame(value);
			return typeof saved === 'object'
				? [{ saved, taken: () => this.#settings.set(this.#keyAt(at), null) }]
				: [];
		});
	}

	async clear(): Promise<void> {
		for (const [at] of ((await this.#all()) ?? []).entries()) await this.#settings.remove(this.#keyAt(at));
	}

	/** With null where one was taken away; undefined where one cannot be read for now. */
	async #all(): Promise<readonly JsonValue[] | undefined> {
		const all: JsonValue[] = [];
		for (;;) {
			const read = await this.#settings.read(this.#keyAt(all.length));
			if (!read.ok) return undefined;
			if (read.value === undefined) return all;
			all.push(read.value);
		}
	}

	#keyAt(at: number): string {
		return at === 0 ? this.#key : `${this.#key}.${at + 1}`;
	}
}
