import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { EntityId } from '../base/ids.ts';
import type { SceneDocument } from '../doc/scene.ts';

/** What one person alone looks at of a scene, with all it holds; null: everything. No part of the document. */
export class Isolation {
	#ids: readonly EntityId[] | null = null;
	#changed = new Emitter<void>();
	#stop: Dispose;

	constructor(scene: Pick<SceneDocument, 'onChange'>) {
		this.#stop = scene.onChange(({ added, removed, local, snapshot }) => {
			if (!this.#ids) return;
			// What somebody makes here is to be seen; and where nothing is left, there is nothing to look at alone.
			const left = removed.size > 0 ? this.#ids.filter((id) => snapshot.entities.has(id)) : this.#ids;
			const here = local && added.size > 0 ? [...left, ...added] : left;
			if (here !== this.#ids) this.set(here);
		});
	}

	get ids(): readonly EntityId[] | null {
		return this.#ids;
	}

	/** No ids: everything is seen again. */
	set(ids: readonly EntityId[] | null): void {
		this.#ids = ids && ids.length > 0 ? Object.freeze([...new Set(ids)]) : null;
		this.#changed.emit();
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	dispose(): void {
		this.#stop();
		this.#changed.clear();
	}
}
