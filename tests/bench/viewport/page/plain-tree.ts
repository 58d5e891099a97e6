import type { EntityId } from '#lib/base/ids.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';

/**
 * A row of DOM for each entity that is not in a closed group, all made anew when a group opens or closes, as the editor of
 * three.js has it (`editor/js/Sidebar.Scene.js` and `libs/ui.three.js`: `UIOutliner`).
 */
export class PlainTree {
	#element: HTMLElement;
	#snapshot: SceneSnapshot;
	#closed = new Set<EntityId>();
	#rows: HTMLElement[] = [];

	constructor(element: HTMLElement, snapshot: SceneSnapshot) {
		this.#element = element;
		this.#snapshot = snapshot;
		this.#refresh();
	}

	rename(id: EntityId, name: string): void {
		const row = this.#rows.find(({ dataset }) => dataset['id'] === id);
		row?.lastChild?.replaceWith(name);
	}

	toggle(id: EntityId, open: boolean): void {
		if (open) this.#closed.delete(id);
		else this.#closed.add(id);
		this.#refresh();
	}

	select(id: EntityId): void {
		for (const row of this.#rows) row.classList.toggle('active', row.dataset['id'] === id);
	}

	#refresh(): void {
		this.#rows = [];
		this.#build(null, 0);
		this.#element.replaceChildren(...this.#rows);
	}

	#build(parent: EntityId | null, level: number): void {
		const { entities, hierarchy } = this.#snapshot;
		for (const id of hierarchy.childrenOf.get(parent) ?? []) {
			const row = document.createElement('div');
			row.className = 'option';
			row.draggable = true;
			row.dataset['id'] = id;
			row.style.paddingInlineStart = `${level * 18}px`;
			row.innerHTML = '<span class="type Mesh"></span> <span class="name"></span>';
			row.append(entities.get(id)?.name ?? '');
			const children = hierarchy.childrenOf.get(id) ?? [];
			if (children.length > 0) {
				const opener = document.createElement('span');
				opener.className = this.#closed.has(id) ? 'opener closed' : 'opener open';
				opener.addEventListener('click', () => this.toggle(id, this.#closed.has(id)));
				row.prepend(opener);
			}
			row.addEventListener('click', () => this.select(id));
			for (const event of ['drag', 'dragstart', 'dragover', 'dragleave', 'drop'])
				row.addEventListener(event, (drag) => drag.preventDefault());
			this.#rows.push(row);
			if (!this.#closed.has(id)) this.#build(id, level + 1);
		}
	}
}
