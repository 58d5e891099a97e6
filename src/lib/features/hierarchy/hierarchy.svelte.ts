import type { Dispose } from '#lib/base/disposer.ts';
import type { EntityId } from '#lib/base/ids.ts';
import { isWithin } from '#lib/doc/hierarchy.ts';
import type { CommandResult } from '#lib/doc/commands/command.ts';
import type { MoveTarget } from '#lib/doc/commands/move-entities.ts';
import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { problemsOf } from '#lib/doc/problems/examine.ts';
import type { Problem } from '#lib/doc/problems/problem.ts';
import type { ProblemContext } from '#lib/doc/problems/reference-problems.ts';
import { lockOf } from '#lib/doc/locks.ts';
import { isEntityPath } from '#lib/doc/prefabs/entity-path.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import { m } from '#lib/paraglide/messages.js';
import type { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import type { TreeDrop } from '#lib/ui/tree-model.ts';
import { parseQuery, type QueryProblem } from './entity-query.ts';
import { TreeRows, type EntityRow } from './tree-rows.ts';

/** Somebody else who has an entity selected. */
export type PeerMark = { readonly userId: string; readonly name: string; readonly color: number };

/** A scene on its own. */
const NOTHING_ELSE: ProblemContext = { assets: new Map(), allDocuments: new Map() };
const SMALL_SCENE = 30;
const MANY_CHILDREN = 20;

/** A scene as a tree on screen: which parents are open, what is searched for, and where a drop leads. */
export class HierarchyState {
	readonly session: SceneSession;
	#tell: (result: CommandResult<unknown>) => boolean;
	#context: () => ProblemContext;
	#collapsed = $state.raw<ReadonlySet<EntityId>>(new Set());
	#query = $state.raw('');
	#parsed = $derived.by(() => parseQuery(this.#query));
	#flattener = new TreeRows();
	#rows = $derived.by(() => {
		const [collapsed, { test }] = [this.#collapsed, this.#parsed];
		return this.#flattener.of(this.session.snapshot, { collapsed, test });
	});
	#selection = $derived.by<ReadonlySet<EntityId>>(() => new Set(this.session.selected));
	#marks = $derived.by(() => marksOf(this.session));

	constructor(
		session: SceneSession,
		tell: (result: CommandResult<unknown>) => boolean,
		context: () => ProblemContext = () => NOTHING_ELSE,
	) {
		this.session = session;
		this.#tell = tell;
		this.#context = context;
		this.#collapsed = initiallyCollapsed(session.shown.snapshot);
	}

	get rows(): readonly EntityRow[] {
		return this.#rows;
	}
	get selection(): ReadonlySet<EntityId> {
		return this.#selection;
	}
	get query(): string {
		return this.#query;
	}
	/** Why a part of what is searched for was left out. */
	get problem(): QueryProblem | undefined {
		return this.#parsed.problem;
	}
	get isEmpty(): boolean {
		return this.session.snapshot.entities.size === 0;
	}
	marksOf(id: EntityId): readonly PeerMark[] {
		return this.#marks.get(id) ?? [];
	}

	search(text: string): void {
		this.#query = text;
	}

	select(ids: readonly string[]): void {
		this.session.selection.set(ids as readonly EntityId[]);
	}

	toggle(id: string, expanded: boolean): void {
		const collapsed = new Set(this.#collapsed);
		if (expanded) collapsed.delete(id as EntityId);
		else collapsed.add(id as EntityId);
		this.#collapsed = collapsed;
	}

	expandAll(): void {
		this.#collapsed = new Set();
	}

	collapseAll(): void {
		const { childrenOf } = this.session.snapshot.hierarchy;
		this.#collapsed = new Set([...childrenOf.keys()].filter((id) => id !== null));
	}

	/** Instances of prefabs are one thing until they are opened: those that come are closed. */
	closeInstances(): Dispose {
		return this.session.shown.onChange(({ added, snapshot }) => {
			const found = [...added].filter((id) => isInstance(snapshot.entities.get(id)));
			if (found.length > 0) this.#collapsed = new Set([...this.#collapsed, ...found]);
		});
	}

	/** Follows the selection: whatever it lies in opens, so that it can be seen. */
	followSelection(): Dispose {
		const follow = () => {
			const { lead } = this.session.selection;
			if (lead) this.#openParentsOf(lead);
		};
		// Whoever comes back to a scene finds what they had selected there.
		follow();
		return this.session.selection.onChange(follow);
	}

	rename(id: string, name: string): void {
		this.#tell(this.session.rename(id as EntityId, name));
	}

	move(ids: readonly string[], drop: TreeDrop): void {
		this.#tell(this.session.move(ids as readonly EntityId[], this.#targetOf(ids, drop)));
	}

	canMove(ids: readonly string[], drop: TreeDrop): boolean {
		// What an instance shows stands where its prefab says.
		if ([...ids, drop.targetId].some(isEntityPath)) return false;
		const { parentId } = this.#targetOf(ids, drop);
		const { parentOf } = this.session.snapshot.hierarchy;
		return parentId === null || !ids.some((id) => isWithin(parentOf, parentId, id as EntityId));
	}

	isVisible(id: EntityId): boolean {
		const entity = this.session.snapshot.entities.get(id);
		return !entity || readField(entity, 'transform', 'visible');
	}

	/** Whether it, or something it lies in, is hidden. */
	isHidden(id: EntityId): boolean {
		const { parentOf } = this.session.snapshot.hierarchy;
		for (let at: EntityId | null = id; at !== null; at = parentOf.get(at) ?? null) {
			if (!this.isVisible(at)) return true;
		}
		return false;
	}

	setVisible(ids: readonly EntityId[], visible: boolean): void {
		this.#tell(this.session.setFields(ids.map((entityId) => ({ entityId, key: 'visible', value: visible }))));
	}

	isLocked(id: EntityId): boolean {
		const entity = this.session.snapshot.entities.get(id);
		return entity !== undefined && readField(entity, 'transform', 'locked');
	}

	setLocked(ids: readonly EntityId[], locked: boolean): void {
		this.#tell(this.session.setFields(ids.map((entityId) => ({ entityId, key: 'locked', value: locked }))));
	}

	/** What is wrong with an entity; asked of rows on screen only. */
	problemsOf(id: EntityId): readonly Problem[] {
		// Read, so that whoever asks is told when it changes.
		void this.session.snapshot;
		return problemsOf(this.session.scene, id, this.#context());
	}

	/** What a row's signs say, in words. */
	describe(id: EntityId): string | undefined {
		const lock = lockOf(this.session.snapshot, id);
		const problems = this.problemsOf(id);
		const words = [
			problems.length === 0 ? '' : m.hierarchy_problems({ count: problems.length }),
			this.isInstance(id) ? m.prefabs_is_instance() : '',
			this.isHidden(id) ? m.hierarchy_is_hidden() : '',
			lock?.id === id ? m.hierarchy_is_locked() : lock ? m.hierarchy_locked_with({ name: lock.name }) : '',
		];
		return words.filter((word) => word !== '').join('. ') || undefined;
	}

	isInstance(id: EntityId): boolean {
		return isInstance(this.session.snapshot.entities.get(id));
	}

	childCount(id: EntityId): number {
		return this.session.snapshot.hierarchy.childrenOf.get(id)?.length ?? 0;
	}

	#openParentsOf(id: EntityId): void {
		const { parentOf } = this.session.shown.snapshot.hierarchy;
		const closed: EntityId[] = [];
		for (let at = parentOf.get(id) ?? null; at !== null; at = parentOf.get(at) ?? null) {
			if (this.#collapsed.has(at)) closed.push(at);
		}
		if (closed.length === 0) return;
		const collapsed = new Set(this.#collapsed);
		for (const parent of closed) collapsed.delete(parent);
		this.#collapsed = collapsed;
	}

	#targetOf(ids: readonly string[], { targetId, place }: TreeDrop): MoveTarget {
		const target = targetId as EntityId;
		if (place === 'inside') return { parentId: target, beforeId: null };
		const { parentOf, childrenOf } = this.session.snapshot.hierarchy;
		const parentId = parentOf.get(target) ?? null;
		if (place === 'before') return { parentId, beforeId: target };
		const siblings = childrenOf.get(parentId) ?? [];
		const after = siblings.slice(siblings.indexOf(target) + 1);
		return { parentId, beforeId: after.find((id) => !ids.includes(id)) ?? null };
	}
}

/** A large scene opens with its groups in sight and what is deeper closed; a small one all open. */
function initiallyCollapsed({ entities, hierarchy }: SceneSnapshot): ReadonlySet<EntityId> {
	const instances = [...entities.values()].filter(isInstance).map(({ id }) => id);
	if (entities.size <= SMALL_SCENE) return new Set(instances);
	const { childrenOf, parentOf } = hierarchy;
	const deep = (id: EntityId) => (parentOf.get(id) ?? null) !== null;
	const wide = (id: EntityId) => (childrenOf.get(id)?.length ?? 0) > MANY_CHILDREN;
	const parents = [...childrenOf.keys()].filter((id) => id !== null);
	return new Set([...parents.filter((id) => deep(id) || wide(id)), ...instances]);
}

const isInstance = (entity: EntitySnapshot | undefined): boolean =>
	entity !== undefined && hasComponent(entity, 'prefab');

function marksOf(session: SceneSession): ReadonlyMap<string, readonly PeerMark[]> {
	const marks = new Map<string, PeerMark[]>();
	for (const { user, selection } of session.peers) {
		for (const id of selection) {
			const known = marks.get(id) ?? [];
			if (known.some(({ userId }) => userId === user.id)) continue;
			marks.set(id, [...known, { userId: user.id, name: user.name, color: user.color }]);
		}
	}
	return marks;
}
