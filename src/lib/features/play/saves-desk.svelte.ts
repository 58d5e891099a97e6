import type { Clock } from '#lib/base/clock.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { GameSaves, ListedSlot, NotChanged } from '#lib/studio/game-saves.ts';
import { AUTOMATIC } from '#lib/studio/saved-game.ts';
import { byteSize } from '#lib/ui/byte-size.ts';
import { relativeTime } from '#lib/ui/relative-time.ts';

/** A saved game is never larger: no other file is read. */
const LARGEST_FILE = 4_000_000;

const REFUSED: Readonly<Record<NotChanged, () => string>> = {
	newer: m.play_saves_newer,
	other: m.play_saves_other,
	damaged: m.play_saves_damaged,
	many: m.play_saves_many,
	unread: m.play_saves_unread,
	refused: m.play_saves_refused,
	used: m.play_saves_used,
	list: m.play_saves_list_aside,
};

/** The slots of a project's games as its dialog shows them. */
export class SavesDesk {
	readonly #saves: GameSaves;
	readonly #clock: Pick<Clock, 'now'>;
	#slots = $state.raw<readonly ListedSlot[]>([]);
	#asked = $state.raw('');
	#told = $state.raw('');

	constructor(saves: GameSaves, clock: Pick<Clock, 'now'>) {
		this.#saves = saves;
		this.#clock = clock;
	}

	get slots(): readonly ListedSlot[] {
		return this.#slots;
	}

	/** The slot of which it is asked whether it shall go; '' is none. */
	get asked(): string {
		return this.#asked;
	}

	/** What the last of these did, or why it did not. */
	get told(): string {
		return this.#told;
	}

	nameOf({ id, name }: Pick<ListedSlot, 'id' | 'name'>): string {
		return id === AUTOMATIC.id ? m.play_saves_automatic() : name;
	}

	/** When and how much. */
	wordsOf({ changedAt, bytes, problem }: ListedSlot): string {
		if (problem) return REFUSED[problem]();
		if (changedAt === null) return m.play_saves_empty();
		const when = relativeTime(changedAt, this.#clock.now(), {
			locale: getLocale(),
			justNow: m.history_just_now(),
		});
		return `${when} · ${byteSize(bytes, getLocale())}`;
	}

	async refresh(): Promise<void> {
		const first = await this.#saves.list();
		const slots = first === 'list' ? await this.#saves.list() : first;
		this.#slots = typeof slots === 'string' ? [] : slots;
		this.#told = typeof first === 'string' ? REFUSED[first]() : '';
		this.#asked = '';
	}

	async choose(id: string): Promise<void> {
		await this.#after(await this.#saves.choose(id), '');
	}

	async copy(slot: ListedSlot): Promise<void> {
		const name = m.play_saves_copy_name({ name: this.nameOf(slot) });
		const made = await this.#saves.copy(slot.id, name);
		await this.#after(made, m.play_saves_copied({ name }));
	}

	/** Asked for a second time, it is done: the same button has the focus. */
	async delete(slot: ListedSlot): Promise<void> {
		if (this.#asked === slot.id)
			return this.#after(await this.#saves.delete(slot.id), m.play_saves_deleted());
		this.#asked = slot.id;
		this.#told = m.play_saves_delete_again({ name: this.nameOf(slot) });
	}

	export(id: string): Promise<string | undefined> {
		return this.#saves.export(id);
	}

	async import(file: Blob & { readonly name: string }): Promise<void> {
		const text = file.size > LARGEST_FILE ? '' : await file.text();
		const name = file.name.replace(/\.json$/i, '');
		const made = await this.#saves.import(text, name);
		await this.#after(made, typeof made === 'string' ? '' : m.play_saves_imported({ name: made.name }));
	}

	/** `done`: why it could not be, as a word; else it is told. */
	async #after(done: NotChanged | object | undefined, told: string): Promise<void> {
		await this.refresh();
		this.#told = typeof done === 'string' ? REFUSED[done]() : told;
	}
}
