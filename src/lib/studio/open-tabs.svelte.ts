import { isId, type DocumentId } from '../base/ids.ts';
import type { SettingsStore } from '../storage/ports.ts';

/** More than anybody finds their way in; the one opened first goes. */
export const MOST_TABS = 40;

/** Which documents of a project this person has open, in their order. Device scope. */
export class OpenTabs {
	#settings: SettingsStore;
	#key: string;
	#ids = $state.raw<readonly DocumentId[]>([]);

	private constructor(settings: SettingsStore, key: string) {
		this.#settings = settings;
		this.#key = key;
	}

	/** As this device kept them; what is none is left out. */
	static async open(settings: SettingsStore, key: string): Promise<OpenTabs> {
		const tabs = new OpenTabs(settings, key);
		const stored = await settings.get(key);
		const ids = Array.isArray(stored) ? stored.filter((id) => isId(id)) : [];
		tabs.#ids = ([...new Set(ids)] as DocumentId[]).slice(0, MOST_TABS);
		return tabs;
	}

	get ids(): readonly DocumentId[] {
		return this.#ids;
	}

	/** Opens one after another that is open, or at the end. */
	open(id: DocumentId, after?: DocumentId): void {
		if (this.#ids.includes(id)) return;
		const at = after === undefined ? -1 : this.#ids.indexOf(after);
		const ids = this.#ids.toSpliced(at < 0 ? this.#ids.length : at + 1, 0, id);
		this.#keep(ids.length > MOST_TABS ? ids.filter((other, i) => i > 0 || other === id) : ids);
	}

	close(ids: readonly DocumentId[]): void {
		this.#keep(this.#ids.filter((id) => !ids.includes(id)));
	}

	/** Puts one at a place among the others. */
	move(id: DocumentId, to: number): void {
		if (!this.#ids.includes(id)) return;
		const others = this.#ids.filter((other) => other !== id);
		const ids = others.toSpliced(Math.max(0, Math.min(others.length, to)), 0, id);
		if (ids.some((other, i) => other !== this.#ids[i])) this.#keep(ids);
	}

	#keep(ids: readonly DocumentId[]): void {
		this.#ids = ids;
		void this.#settings.set(this.#key, [...ids]);
	}
}

/** What is shown once a tab is closed or its document gone: the next one that can be, else the one before. */
export function neighbourOf(
	ids: readonly DocumentId[],
	id: DocumentId,
	canShow: (id: DocumentId) => boolean,
): DocumentId | undefined {
	const at = ids.indexOf(id);
	return ids.slice(at + 1).find(canShow) ?? ids.slice(0, Math.max(0, at)).findLast(canShow);
}
