import type { EntityId } from '../../base/ids.ts';
import type { Hierarchy } from '../../doc/hierarchy.ts';
import type { EntityNode } from './entity-node.ts';
import type { EnvironmentLook } from './environment-look.ts';
import { isShown } from './own-lights.ts';

/** The environment that the scene itself brings. Of several, the first visible one in the order of the tree counts. */
export class OwnEnvironment {
	#look: EnvironmentLook | null = null;

	/** null: the scene has none, the studio's own surroundings show. */
	get look(): EnvironmentLook | null {
		return this.#look;
	}

	collect(nodes: Iterable<EntityNode>, hierarchy: Hierarchy): void {
		const found = new Map<EntityId, EnvironmentLook>();
		for (const node of nodes)
			for (const [, { environment }] of node.parts())
				if (environment && isShown(node.group)) found.set(node.id, environment);
		const [only] = found.values();
		this.#look = found.size > 1 ? firstInTree(found, hierarchy) : (only ?? null);
	}
}

/** From the top down, each entity before what is inside it. */
function firstInTree(
	looks: ReadonlyMap<EntityId, EnvironmentLook>,
	{ childrenOf }: Hierarchy,
): EnvironmentLook | null {
	const due = (childrenOf.get(null) ?? []).toReversed();
	for (let id = due.pop(); id !== undefined; id = due.pop()) {
		const look = looks.get(id);
		if (look) return look;
		due.push(...(childrenOf.get(id) ?? []).toReversed());
	}
	return null;
}
