import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { EntityId } from '../base/ids.ts';
import type { SceneDocument } from '../doc/scene.ts';

/** Which entities one person has selected, in the order they were; forgets what is deleted. */
export class Selection {
	#ids: readonly EntityId[] = [];
	#changed = new Emitter<readonly EntityId[]>();
	#stop: Dispose;

	constructor(scene: Pick<SceneDocument, 'onChange'>) {
		this.#stop = scene.onChange(({ removed, snapshot }) => {
			if (this.#ids.some((id) => removed.has(id))) {
				this.set(this.#ids.filter((id) => snapshot.entities.has(id)));
			}
		});
	}

	get ids(): readonly EntityId[] {
		return this.#ids;
	}

	/** The one selected last: what a range starts from and the inspector names. */
	get lead(): EntityId | undefined {
		return this.#ids.at(-1);
	}

	has(id: EntityId): boolean {
		return this.#ids.includes(id);
	}

	set(ids: readonly EntityId[]): void {
		const next = [...new Set(ids)];
		if (next.length === this.#ids.length && next.every((id, i) => id === this.#ids[i])) return;
		this.#ids = Object.freeze(next);
		this.#changed.emit(this.#ids);
	}

	toggle(id: EntityId): void {
		this.set(this.has(id) ? this.#ids.filter((other) => other !== id) : [...this.#ids, id]);
	}

	clear(): void {
		this.set([]);
	}

	onChange(listener: (ids: readonly EntityId[]) => void): Dispose {
		return this.#changed.on(listener);
	}

	dispose(): void {
		this.#stop();
		this.#changed.clear();
	}
}
