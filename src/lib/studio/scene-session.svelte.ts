import { Disposer } from '../base/disposer.ts';
import type { DocumentId, EntityId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { shownName } from '../doc/asset-list.ts';
import { addEntities, type EntityDraft } from '../doc/commands/add-entities.ts';
import type { CommandError, CommandResult } from '../doc/commands/command.ts';
import { duplicateEntities } from '../doc/commands/duplicate-entities.ts';
import { groupEntities } from '../doc/commands/group-entities.ts';
import { moveEntities, type MoveTarget } from '../doc/commands/move-entities.ts';
import { topmost } from '../doc/commands/remove-entities.ts';
import type { FieldEdit } from '../doc/commands/set-fields.ts';
import { ungroupEntities } from '../doc/commands/ungroup-entities.ts';
import type { ComponentKey, DeclaredField } from '../doc/components/registry.ts';
import type { EntitySnapshot } from '../doc/entity.ts';
import { instanceOf, isEntityPath } from '../doc/prefabs/entity-path.ts';
import type { PrefabProblem } from '../doc/prefabs/prefab-problem.ts';
import type { EditLabel, LiveDocument } from '../doc/live-document.ts';
import { lockOf, lockWithin } from '../doc/locks.ts';
import type { AssetEntry } from '../doc/project.ts';
import { SceneDocument, type SceneSnapshot } from '../doc/scene.ts';
import type { ComponentCopy } from '../editor/component-copy.ts';
import type { Selected } from '../editor/gesture.ts';
import { History } from '../editor/history.ts';
import { draftEntity, type NewEntityKind } from '../editor/new-entity.ts';
import { Isolation } from '../editor/isolation.ts';
import { Selection } from '../editor/selection.ts';
import { transformUnder } from '../doc/world-transform.ts';
import { m } from '../paraglide/messages.js';
import type { DragValues } from '../sync/drag-codec.ts';
import type { DragPreviews } from '../sync/drag-previews.ts';
import type { Peer, PresencePatch } from '../sync/presence.ts';
import { assetDraft } from './asset-draft.ts';
import { findEnvironment } from './find-environment.ts';
import { Observed } from './observed.svelte.ts';
import type { OpenDocument } from './open-document.ts';
import { NO_PREFABS } from './project-prefabs.ts';
import { SceneInstances } from './scene-instances.ts';
import { ShownEdits } from './shown-edits.ts';
import { ShownScene } from './shown-scene.ts';

type Point = readonly [number, number, number];

/** One scene as its screens use it: what it shows now, and the verbs to change it. */
export class SceneSession {
	readonly scene: SceneDocument;
	/** The same, with what its instances of prefabs show. */
	readonly shown: ShownScene;
	readonly instances: SceneInstances;
	readonly selection: Selection;
	readonly isolation: Isolation;
	readonly history: History;
	#open: OpenDocument;
	#canEdit: () => boolean;
	#edits: ShownEdits;
	#disposer = new Disposer();
	#snapshot: Observed<SceneSnapshot>;
	#selected: Observed<readonly EntityId[]>;
	#isolated: Observed<readonly EntityId[] | null>;
	#peers: Observed<readonly Peer[]>;
	#held: Observed<ReadonlyMap<number, readonly EntityId[]>>;
	#heldPlaces: Observed<ReadonlyMap<EntityId, DragValues>>;
	#newer: Observed<boolean>;

	/**
	 * `canEdit` is asked before every edit: roles can change while a scene is open. `history` is the project's; a scene
	 * that is open on its own has one for itself.
	 */
	constructor(
		open: OpenDocument,
		canEdit: () => boolean,
		history = historyOf(open.document),
		prefabs = NO_PREFABS,
	) {
		this.#open = open;
		this.#canEdit = canEdit;
		this.scene = new SceneDocument(open.document);
		this.shown = new ShownScene(this.scene, prefabs);
		this.selection = new Selection(this.shown);
		this.isolation = new Isolation(this.shown);
		this.history = history;
		const { scene, selection, isolation, shown } = this;
		this.#edits = new ShownEdits(scene, prefabs.find, () => shown.snapshot);
		this.instances = new SceneInstances({
			scene,
			selection,
			sources: prefabs.find,
			edit: (run) => this.#edit(run),
		});
		this.#snapshot = new Observed(
			(changed) => shown.onChange(changed),
			() => shown.snapshot,
		);
		this.#selected = new Observed(
			(changed) => selection.onChange(changed),
			() => selection.ids,
		);
		this.#isolated = new Observed(
			(changed) => isolation.onChange(changed),
			() => isolation.ids,
		);
		this.#peers = new Observed(
			(changed) => open.presence.onChange(changed),
			() => open.presence.peers(),
		);
		this.#held = new Observed(
			(changed) => open.drags.onChange(changed),
			() => open.drags.held,
		);
		this.#heldPlaces = new Observed(
			(changed) => open.drags.onChange(changed),
			() => open.drags.shown,
		);
		this.#newer = new Observed(
			(changed) => open.document.onRefusal(changed),
			() => open.document.refusal !== undefined,
		);
		// Others see an instance selected by whoever has something of it: that is theirs to look into.
		this.#disposer.add(
			selection.onChange((ids) => open.presence.set({ selection: [...new Set(ids.map(instanceOf))] })),
		);
		for (const part of [scene, shown, selection, isolation]) this.#disposer.add(() => part.dispose());
	}

	get id() {
		return this.#open.id;
	}
	/** With what its instances of prefabs show. */
	get snapshot(): SceneSnapshot {
		return this.#snapshot.current;
	}
	/** Why instances do not show what one would think. */
	get prefabProblems(): readonly PrefabProblem[] {
		void this.#snapshot.current;
		return this.shown.problems;
	}
	get selected(): readonly EntityId[] {
		return this.#selected.current;
	}
	/** What this person alone looks at; null: everything. */
	get isolated(): readonly EntityId[] | null {
		return this.#isolated.current;
	}
	/** The others in this scene, with what they selected and where they look from. */
	get peers(): readonly Peer[] {
		return this.#peers.current;
	}
	/** Made by a newer version: it can be looked at, whatever one's role. */
	get newer(): boolean {
		return this.#newer.current;
	}
	/** What people drag here, before it is written. */
	get drags(): DragPreviews {
		return this.#open.drags;
	}
	/** What each of the others has in hand now, by their client id. */
	get held(): ReadonlyMap<number, readonly EntityId[]> {
		return this.#held.current;
	}
	/** Where the others drag things to now. */
	get heldPlaces(): ReadonlyMap<EntityId, DragValues> {
		return this.#heldPlaces.current;
	}
	get readOnly(): boolean {
		return this.newer || !this.#canEdit();
	}

	/** Selects those of them that are here. */
	select(ids: readonly EntityId[]): void {
		this.selection.set(ids.filter((id) => this.shown.snapshot.entities.has(id)));
	}

	/** Shows the others what this person does here. */
	show(presence: PresencePatch): void {
		this.#open.presence.set(presence);
	}

	/** Adds a new entity, selects it and returns its id. */
	add(kind: NewEntityKind, name: string, at?: Point): CommandResult<EntityId> {
		return this.#addAndSelect(draftEntity(kind, this.#freeName(name), at));
	}

	/** Gives the scene a sky, and selects it: an environment that is there becomes one, as a second does nothing. */
	addSky(name: string): CommandResult<EntityId> {
		const known = findEnvironment(this.scene.snapshot);
		if (!known) return this.#addAndSelect(draftEntity('sky', this.#freeName(name)));
		return this.#edit(() => {
			const edit = { entityId: known, key: 'environment.background', value: 'sky' };
			const changed = this.#edits.setFields([edit]);
			if (changed.ok) this.selection.set([known]);
			return changed.ok ? ok(known) : changed;
		});
	}

	/** Puts an asset into the scene: a model as itself, an image on an upright plane. */
	addAsset(asset: AssetEntry, at: Point = [0, 0, 0]): CommandResult<EntityId> {
		const name = this.#freeName(shownName(asset));
		return this.#addAndSelect(assetDraft(name, asset, at));
	}

	addDrafts(drafts: readonly EntityDraft[]): CommandResult<readonly EntityId[]> {
		return this.#edit(() => addEntities(this.scene, drafts, null));
	}

	/** Adds a tree of entities at the root, and selects its roots. */
	addTree(drafts: readonly EntityDraft[]): CommandResult<readonly EntityId[]> {
		return this.#edit(() => {
			const added = addEntities(this.scene, drafts, null, { label: 'import' });
			if (added.ok) this.selection.set(added.value);
			return added;
		});
	}

	remove(ids: readonly EntityId[] = this.selection.ids): CommandResult {
		return this.#edit(() => {
			const { scene, shown } = this;
			const inside = ids.filter((id) => isEntityPath(id));
			// What a prefab locks inside of an instance does not keep the instance.
			const lock = lockWithin(scene.snapshot, ids) ?? lockWithin(shown.snapshot, inside);
			return this.#refuseLocked(lock) ?? this.#edits.remove(ids);
		});
	}

	duplicate(ids: readonly EntityId[] = this.selection.ids): CommandResult<readonly EntityId[]> {
		return this.#editOwn(ids, () => {
			const copies = duplicateEntities(this.scene, ids);
			if (copies.ok) this.selection.set(copies.value);
			return copies;
		});
	}

	/** Copies entities to other places, as one gesture. */
	duplicateTo(places: readonly (DragValues & { readonly id: EntityId })[]): CommandResult {
		const byId = new Map(places.map((place) => [place.id, place]));
		const originals = topmost(this.scene.snapshot, byId.keys());
		return this.edit('duplicate', () => {
			const copies = this.duplicate(originals);
			if (!copies.ok) return copies;
			return this.setFields(
				copies.value.flatMap((entityId, i) => {
					const { id: _, ...values } = byId.get(originals[i] as EntityId) ?? {};
					return Object.entries(values).map(([key, value]) => ({ entityId, key, value: [...value] }));
				}),
			);
		});
	}

	/** Puts what is selected into a new group, which is selected instead. */
	group(name: string): CommandResult<EntityId> {
		return this.#editOwn(this.selection.ids, () => {
			const group = groupEntities(this.scene, this.selection.ids, { name: this.#freeName(name) });
			if (group.ok) this.selection.set([group.value]);
			return group;
		});
	}

	/** Dissolves the groups that are selected; what they held is selected instead. */
	ungroup(): CommandResult<readonly EntityId[]> {
		return this.#editOwn(this.selection.ids, () => {
			const { snapshot } = this.scene;
			const locked = this.selection.ids.map((id) => lockOf(snapshot, id)).find((lock) => lock);
			const freed = this.#refuseLocked(locked) ?? ungroupEntities(this.scene, this.selection.ids);
			if (freed.ok) this.selection.set(freed.value);
			return freed;
		});
	}

	rename(id: EntityId, name: string): CommandResult {
		return this.#edit(() => this.#edits.rename(id, name));
	}

	setFields(edits: readonly FieldEdit[]): CommandResult {
		return this.#edit(() => this.#edits.setFields(edits));
	}

	setComponent(
		ids: readonly EntityId[],
		component: Exclude<ComponentKey, 'transform'>,
		present: boolean,
	): CommandResult {
		return this.#edit(() => this.#edits.setComponent(ids, component, present));
	}

	/** Gives entities one more script, beside those they have. */
	addScript(ids: readonly EntityId[], source: DocumentId): CommandResult {
		return this.#edit(() => this.#edits.addScript(ids, source));
	}

	/** Gives entities a component as it was copied elsewhere; returns the fields that could not come along. */
	paste(
		ids: readonly EntityId[],
		{ component, values }: ComponentCopy,
	): CommandResult<readonly DeclaredField[]> {
		return this.#edit(() => this.#edits.paste(ids, component, values));
	}

	/** Moves entities in the tree; where they stand in the world stays. */
	move(ids: readonly EntityId[], into: MoveTarget): CommandResult {
		const target = withoutPaths(into);
		return this.#editOwn(into.parentId ? [...ids, into.parentId] : ids, () => {
			const { snapshot } = this.scene;
			const kept = topmost(snapshot, ids)
				.filter((id) => (snapshot.hierarchy.parentOf.get(id) ?? null) !== target.parentId)
				.map((id) => [id, transformUnder(snapshot, id, target.parentId)] as const);
			return moveEntities(this.scene, ids, target, new Map(kept));
		});
	}

	/** Makes one gesture of edits that are nobody's verb here. */
	edit<T>(label: EditLabel, run: () => CommandResult<T>): CommandResult<T> {
		return this.#edit(() => this.history.join(label, run));
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	/** Makes one gesture of what `run` edits, and of what it selects. */
	#edit<T>(run: () => Result<T, CommandError>): Result<T, CommandError> {
		if (this.#canEdit()) return this.history.record(run, { selected: () => this.#selection });
		return err({ reason: 'read-only', message: 'You can look at this project, but not change it.' });
	}

	/** By accident nothing goes that somebody locked. */
	#refuseLocked(lock: EntitySnapshot | undefined): Result<never, CommandError> | undefined {
		return (
			lock && err({ reason: 'locked', message: m.studio_why_locked({ name: lock.name }), entityId: lock.id })
		);
	}

	/** The same, of what stands in the scene itself. */
	#editOwn<T>(ids: readonly EntityId[], run: () => CommandResult<T>): CommandResult<T> {
		const inside = this.#edits.whyInside(ids);
		return inside ? err(inside) : this.#edit(run);
	}

	get #selection(): Selected {
		return { documentId: this.#open.document.id, ids: this.selection.ids };
	}

	#addAndSelect(draft: EntityDraft): CommandResult<EntityId> {
		return this.#edit(() => {
			const added = addEntities(this.scene, [draft], null);
			if (!added.ok) return added;
			const [id] = added.value;
			if (!id) return err({ reason: 'nothing-to-do', message: 'Nothing was added.' });
			this.selection.set([id]);
			return ok(id);
		});
	}

	/** “Box”, “Box 2” …: a name none of the others at the root has. */
	#freeName(name: string): string {
		const taken = new Set([...this.scene.snapshot.entities.values()].map((entity) => entity.name));
		let free = name;
		for (let n = 2; taken.has(free); n++) free = `${name} ${n}`;
		return free;
	}
}

function historyOf(document: LiveDocument): History {
	const history = new History({ find: (id) => (id === document.id ? document : undefined) });
	history.watch(document);
	return history;
}

/** What an instance shows stands before all else below it. */
const withoutPaths = ({ parentId, beforeId }: MoveTarget): MoveTarget => ({
	parentId,
	beforeId: beforeId && isEntityPath(beforeId) ? null : beforeId,
});
