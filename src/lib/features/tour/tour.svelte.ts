import type { DocumentId, EntityId } from '#lib/base/ids.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import { LESSONS, type Lesson, type Step } from './lessons.ts';

const KEY = 'tour.place';

/** Of a scene, what tells whether a step was done in it. */
export type SeenScene = {
	readonly id: DocumentId;
	readonly entities: ReadonlyMap<EntityId, Pick<EntitySnapshot, 'values'>>;
	readonly selected: readonly EntityId[];
};

type Place = { readonly lesson: number; readonly step: number };

/** Where somebody is in the lessons; steps are done by doing them. The device remembers it. */
export class Tour {
	#settings: SettingsStore;
	#place = $state.raw<Place>({ lesson: 0, step: 0 });
	/** The scene as it was when the step began. */
	#before: SeenScene | null = null;

	private constructor(settings: SettingsStore) {
		this.#settings = settings;
	}

	/** From where it was left; from the start when there is nothing left of it. */
	static async open(settings: SettingsStore): Promise<Tour> {
		const tour = new Tour(settings);
		tour.#place = readPlace(await settings.get(KEY));
		return tour;
	}

	/** Undefined: all lessons are done. */
	get lesson(): Lesson | undefined {
		return LESSONS[this.#place.lesson];
	}
	/** From 1 on. */
	get number(): number {
		return Math.min(this.#place.lesson + 1, LESSONS.length);
	}
	get step(): Step | undefined {
		return this.lesson?.steps[this.#place.step];
	}
	/** How many steps of the lesson are done. */
	get doneSteps(): number {
		return this.#place.step;
	}

	ran(id: CommandId): void {
		const { done } = this.step ?? {};
		if (done?.kind === 'command' && done.ids.includes(id)) this.next();
	}

	/** The view is another than before. */
	looked(): void {
		if (this.step?.done.kind === 'looked') this.next();
	}

	/** The scene as it is now. In another scene, a step begins anew. */
	sees(scene: SeenScene): void {
		if (this.#before?.id !== scene.id) this.#before = scene;
		if (this.#isDoneIn(scene, this.#before)) {
			this.next();
			this.#before = scene;
		}
	}

	/** The step is done, or not to be. */
	next(): void {
		const { lesson, step } = this.#place;
		const isLast = step + 1 >= (this.lesson?.steps.length ?? 0);
		this.#place = isLast ? { lesson: lesson + 1, step: 0 } : { lesson, step: step + 1 };
		this.#before = null;
		void this.#settings.set(KEY, this.#place);
	}

	#isDoneIn(scene: SeenScene, before: SeenScene): boolean {
		switch (this.step?.done.kind) {
			case 'added':
				return scene.entities.size > before.entities.size;
			case 'selected':
				return scene.selected.length > 0;
			case 'moved':
				return [...before.entities].some(([id, { values }]) => {
					const now = scene.entities.get(id)?.values;
					return now !== undefined && !isSame(now['position'], values['position']);
				});
			default:
				return false;
		}
	}
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function readPlace(stored: unknown): Place {
	const { lesson, step } = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Place>;
	const known = typeof lesson === 'number' ? LESSONS[lesson]?.steps : undefined;
	const isThere = typeof step === 'number' && known?.[step] !== undefined;
	return isThere ? { lesson: lesson as number, step } : { lesson: 0, step: 0 };
}
