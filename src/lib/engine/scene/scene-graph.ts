import { Box3, Group, type Object3D } from 'three';
import type { AssetHash, EntityId } from '../../base/ids.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { fieldOfKey } from '../../doc/components/registry.ts';
import type { SceneChanges, SceneSnapshot } from '../../doc/scene.ts';
import type { ClipChoice, TransformValues, ViewportShading } from '../viewport-port.ts';
import { DrawList } from './draw-list.ts';
import { EntityNode, type FieldValues, type PartListener } from './entity-node.ts';
import type { EntityPart, LateThing } from './entity-part.ts';
import { decidesSigns } from './icon-part.ts';
import { Motions } from './motions.ts';
import { OwnEnvironment } from './own-environment.ts';
import { isShown, OwnLights } from './own-lights.ts';
import type { Samples } from './samples.ts';
import type { SceneKit } from './scene-kit.ts';

/** The tree of entities. It is not drawn itself: world matrices are recomputed where something moved, and nowhere else. */
class ContentRoot extends Group {
	#update: () => void;

	constructor(update: () => void) {
		super();
		this.#update = update;
	}

	override updateMatrixWorld(): void {
		this.#update();
	}
}

/** The scene as three.js objects, kept in step with its snapshots. Works without WebGL. */
export class SceneGraph {
	readonly root = new ContentRoot(() => this.#settle());
	readonly lights = new OwnLights();
	/** What three.js draws of it. */
	readonly drawn: DrawList;
	readonly environment = new OwnEnvironment();
	#kit: SceneKit;
	#nodes = new Map<EntityId, EntityNode>();
	/** Where peers hold things; kept beside the nodes, which edits build anew. */
	#held = new Map<EntityId, Partial<TransformValues>>();
	/** Moved, shown, hidden or built anew since world matrices were computed; what is below them is due as well. */
	#due = new Set<EntityNode>();
	#parts: PartListener = {
		came: (part, node) => this.#motions.add(part, node),
		gone: (part) => {
			this.#motions.remove(part);
			this.drawn.forget(part);
		},
	};
	#motions = new Motions();
	#isolated: ReadonlySet<EntityId> | null = null;
	#onChange: (moved?: EntityNode) => void;

	/** `onChange`: the picture is another now and wants to be drawn; `moved`: nothing but this stands elsewhere. `batching`: what looks the same is drawn together. */
	constructor(kit: SceneKit, onChange: (moved?: EntityNode) => void, batching = true) {
		this.#kit = kit;
		this.#onChange = onChange;
		this.drawn = new DrawList(batching, () => this.#settle(), [this.lights.suns]);
	}

	get size(): number {
		return this.#nodes.size;
	}

	node(id: EntityId): EntityNode | undefined {
		return this.#nodes.get(id);
	}

	nodes(): IterableIterator<EntityNode> {
		return this.#nodes.values();
	}

	show(snapshot: SceneSnapshot): void {
		this.#clear();
		for (const entity of snapshot.entities.values()) this.#add(entity);
		this.#arrange(snapshot);
		this.#collect(snapshot);
		this.#changed();
	}

	apply(changes: SceneChanges): void {
		const { snapshot } = changes;
		for (const id of changes.removed) this.#remove(id);
		let surroundings = changes.hierarchy || changes.removed.size > 0;
		for (const id of changes.added) {
			const entity = snapshot.entities.get(id);
			if (!entity) continue;
			this.#remove(id);
			this.#add(entity);
			surroundings = true;
		}
		for (const [id, keys] of changes.changed) {
			const entity = snapshot.entities.get(id);
			const node = this.#nodes.get(id);
			if (!entity || !node) continue;
			node.entity = entity;
			if (this.#refresh(node, keys)) surroundings = true;
		}
		if (changes.hierarchy) this.#arrange(snapshot);
		if (surroundings) this.#collect(snapshot);
		this.#changed();
	}

	preview(id: EntityId, values: Partial<TransformValues> | null): void {
		const node = this.#nodes.get(id);
		if (!node) return;
		node.preview = values;
		this.#changed(node);
	}

	/** Shows an entity with fields as they are about to be; null: as the document says. Not for its transform. */
	previewFields(id: EntityId, values: FieldValues | null): void {
		const node = this.#nodes.get(id);
		if (!node) return;
		const keys = new Set([...Object.keys(node.fieldPreview ?? {}), ...Object.keys(values ?? {})]);
		node.fieldPreview = values;
		if (this.#refresh(node, keys)) this.lights.collect(this.#nodes.values());
		this.#changed();
	}

	/** Shows an entity where a peer is dragging it; null: where it is without them. */
	previewPeer(id: EntityId, values: Partial<TransformValues> | null): void {
		if (values) this.#held.set(id, values);
		else this.#held.delete(id);
		const node = this.#nodes.get(id);
		if (!node) return;
		node.peerPreview = values;
		this.#changed(node);
	}

	/** Shows what goes on by itself at a time of a game, s; null: at rest. */
	animate(time: number | null): void {
		for (const node of this.#motions.show(time)) this.#changed(node);
		if (time === null) for (const node of this.#nodes.values()) node.playClip(undefined);
	}

	/** What of them goes on between games. */
	get samples(): Samples {
		return this.#motions.samples;
	}

	/** Shows what is selected so many seconds later, as far as it goes on while one edits; whether it will. */
	sample(seconds: number): boolean {
		// They come out where their entity stands by now.
		this.#settle();
		return this.#motions.sample(seconds);
	}

	playClip(id: EntityId, choice: ClipChoice): void {
		this.#nodes.get(id)?.playClip(choice);
	}

	/** Shows these and what they hold alone; null: everything. */
	isolate(ids: readonly EntityId[] | null): void {
		if (!ids && !this.#isolated) return;
		this.#isolated = ids && new Set(ids);
		for (const node of this.#nodes.values()) this.#due.add(node);
		this.#changed();
	}

	/** Whether nothing else is isolated. */
	isWanted({ group }: EntityNode): boolean {
		if (!this.#isolated) return true;
		for (let at: Object3D | null = group; at; at = at.parent)
			if (this.#isolated.has(at.userData['entityId'] as EntityId)) return true;
		return false;
	}

	/** A model or picture came or broke: builds anew what its size decides. */
	assetChanged(hash: AssetHash): void {
		this.#rebuild((part) => part.asset === hash);
	}

	/** Something that is loaded late is here: builds what waited for it. */
	arrived(thing: LateThing): void {
		this.#rebuild((part) => part.waitsFor === thing);
		this.lights.collect(this.#nodes.values());
	}

	/** How much larger icons are than through the editing lens, so that they look the same. */
	set iconScale(scale: number) {
		if (scale === this.#kit.iconSize.scale) return;
		this.#kit.iconSize.scale = scale;
		for (const node of this.#nodes.values()) {
			for (const [, part] of node.parts()) this.#kit.iconSize.apply(part.object);
			this.#due.add(node);
		}
		this.#changed();
	}

	get shading(): ViewportShading {
		return this.#kit.shading.mode;
	}

	setShading(mode: ViewportShading): void {
		this.#kit.shading.setMode(mode);
		for (const node of this.#nodes.values()) {
			for (const [, part] of node.parts()) {
				this.#kit.shading.apply(part.object);
				this.drawn.forget(part);
			}
			this.#due.add(node);
		}
		this.#changed();
	}

	/** Shows everything lit while something is done. */
	whileLit<T>(run: () => T): T {
		const mode = this.shading;
		if (mode !== 'lit') this.setShading('lit');
		try {
			return run();
		} finally {
			if (mode !== 'lit') this.setShading(mode);
		}
	}

	/** World box of what is drawn, helpers left out; empty when nothing is. */
	bounds(target = new Box3()): Box3 {
		this.#settle();
		return this.drawn.bounds(target);
	}

	dispose(): void {
		this.#clear();
		this.drawn.dispose();
		this.lights.dispose();
	}

	#clear(): void {
		for (const node of this.#nodes.values()) node.dispose();
		this.#nodes.clear();
		this.#due.clear();
	}

	#add(entity: EntitySnapshot): void {
		const node = new EntityNode(entity, this.#kit, this.#parts);
		this.#due.add(node);
		node.peerPreview = this.#held.get(entity.id) ?? null;
		this.#nodes.set(entity.id, node);
	}

	#remove(id: EntityId): void {
		const node = this.#nodes.get(id);
		if (!node) return;
		// Children may stay (moved elsewhere, healed to the root): `#arrange` hangs them in again.
		for (const child of [...node.group.children]) if (child.userData['entityId']) child.removeFromParent();
		node.dispose();
		this.#nodes.delete(id);
		this.#due.delete(node);
	}

	#arrange(snapshot: SceneSnapshot): void {
		for (const [id, parentId] of snapshot.hierarchy.parentOf) {
			const node = this.#nodes.get(id);
			const parent = (parentId && this.#nodes.get(parentId)?.group) || this.root;
			if (!node || node.group.parent === parent) continue;
			parent.add(node.group);
			this.#due.add(node);
		}
	}

	/** Which lights and which environment count now. */
	#collect({ hierarchy }: SceneSnapshot): void {
		this.lights.collect(this.#nodes.values());
		this.environment.collect(this.#nodes.values(), hierarchy);
	}

	/** World matrices, and with them the draw list, follow what changed. */
	#settle(): void {
		this.lights.suns.updateMatrixWorld();
		if (this.#due.size === 0) return;
		const due = new Set(this.#due);
		this.#due.clear();
		for (const node of due) if (!this.#isBelow(node, due)) this.#settleBelow(node);
	}

	/** Its turn comes with an ancestor's. */
	#isBelow({ group }: EntityNode, due: ReadonlySet<EntityNode>): boolean {
		for (let at = group.parent; at; at = at.parent) {
			const id = at.userData['entityId'] as EntityId | undefined;
			const node = id && this.#nodes.get(id);
			if (node && due.has(node)) return true;
		}
		return false;
	}

	#settleBelow(top: EntityNode): void {
		top.group.updateMatrixWorld(true);
		const waiting = [{ node: top, shown: isShown(top.group), wanted: this.isWanted(top) }];
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			const { node, shown, wanted } = next;
			// Lights go on shining on what is isolated.
			for (const [, part] of node.parts())
				this.drawn.place(part, shown && (wanted || part.light !== undefined));
			for (const { userData } of node.group.children) {
				const child = this.#nodes.get(userData['entityId'] as EntityId);
				if (!child) continue;
				const seen = wanted || this.#isolated?.has(child.id) === true;
				waiting.push({ node: child, shown: shown && child.group.visible, wanted: seen });
			}
		}
	}

	/** Whether the lights or the environment of the scene may be others now. */
	#refresh(node: EntityNode, keys: ReadonlySet<string>): boolean {
		const dirty = new Set<string>();
		for (const key of keys) {
			const component = fieldOfKey(key)?.component ?? key;
			dirty.add(component);
			if (decidesSigns(key)) dirty.add('audio').add('particles').add('collider');
			if (component === 'material') dirty.add('mesh').add('text');
		}
		this.#due.add(node);
		if (dirty.has('transform')) node.place();
		for (const component of dirty) node.rebuild(component);
		if (dirty.has('animation') && !dirty.has('mesh')) node.reanimate();
		return dirty.has('light') || dirty.has('environment') || keys.has('visible');
	}

	#rebuild(isDue: (part: EntityPart) => boolean): void {
		for (const node of this.#nodes.values())
			for (const [component, part] of [...node.parts()])
				if (isDue(part)) {
					node.rebuild(component);
					this.#due.add(node);
				}
		this.#changed();
	}

	#changed(moved?: EntityNode): void {
		if (moved) this.#due.add(moved);
		this.#motions.samples.wake();
		this.#onChange(moved);
	}
}
