import type { DocumentId } from '../base/ids.ts';
import type { ViewportView } from '../engine/viewport-port.ts';
import type { SettingsStore } from '../storage/ports.ts';

export const BOOKMARKS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
export type BookmarkNumber = (typeof BOOKMARKS)[number];

type Views = Readonly<Partial<Record<BookmarkNumber, ViewportView>>>;

/** Where this person wants to look from again, by scene and number. Device scope. */
export class ViewBookmarks {
	#settings: SettingsStore;
	#key: string;
	#views = $state.raw<Readonly<Record<string, Views>>>({});

	private constructor(settings: SettingsStore, key: string) {
		this.#settings = settings;
		this.#key = key;
	}

	/** As this device kept them; what is none is left out. */
	static async open(settings: SettingsStore, key: string): Promise<ViewBookmarks> {
		const bookmarks = new ViewBookmarks(settings, key);
		const stored = await settings.get(key);
		if (isRecord(stored))
			bookmarks.#views = Object.fromEntries(
				Object.entries(stored).map(([id, views]) => [id, readViews(views)]),
			);
		return bookmarks;
	}

	find(scene: DocumentId, number: BookmarkNumber): ViewportView | undefined {
		return this.#views[scene]?.[number];
	}

	keep(scene: DocumentId, number: BookmarkNumber, { position, target }: ViewportView): void {
		const view = { position: [...position], target: [...target] } as const;
		this.#views = { ...this.#views, [scene]: { ...this.#views[scene], [number]: view } };
		void this.#settings.set(this.#key, this.#views);
	}
}

function readViews(stored: unknown): Views {
	if (!isRecord(stored)) return {};
	const views = BOOKMARKS.flatMap((number) => {
		const view = stored[number];
		return isRecord(view) && isPoint(view['position']) && isPoint(view['target']) ? [[number, view]] : [];
	});
	return Object.fromEntries(views) as Views;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isPoint = (value: unknown): boolean =>
	Array.isArray(value) && value.length === 3 && value.every((part) => Number.isFinite(part));
