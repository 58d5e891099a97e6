import type { Object3D } from 'three';
import { Group } from 'three';
import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import {
	hasComponent,
	isComponentName,
	readField,
	type ComponentName,
} from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { ClipChoice, TransformValues } from '../viewport-port.ts';
import { createCameraPart } from './camera-part.ts';
import type { EntityPart } from './entity-part.ts';
import { createAudioPart, createColliderPart } from './icon-part.ts';
import { createLightPart } from './light-part.ts';
import { createEnvironmentPart } from './environment-part.ts';
import { createMeshPart } from './mesh-part.ts';
import { createNotePart } from './note-part.ts';
import { createParticlesPart } from './particles-part.ts';
import type { SceneKit } from './scene-kit.ts';
import { createSpritePart } from './sprite-part.ts';
import { createTextPart } from './text-part.ts';

/** A Map, not an object: peers choose component names, `constructor` among them. */
const MAKERS = new Map<string, (entity: EntitySnapshot, kit: SceneKit) => EntityPart>([
	['mesh', createMeshPart],
	['text', createTextPart],
	['light', createLightPart],
	['camera', createCameraPart],
	['sprite', createSpritePart],
	['note', createNotePart],
	['environment', createEnvironmentPart],
	['audio', createAudioPart],
	['collider', createColliderPart],
	['particles', createParticlesPart],
] satisfies [ComponentName, unknown][]);

/** Hears which parts of an entity are there. */
export type PartListener = {
	came(part: EntityPart, node: EntityNode): void;
	/** It is no longer to be seen, just before it is freed. */
	gone(part: EntityPart): void;
};

/** Fields by their keys. */
export type FieldValues = Readonly<Record<string, JsonValue>>;

/** One entity on stage: a group that holds its parts and its children's groups. */
export class EntityNode {
	readonly id: EntityId;
	readonly group = new Group();
	#stored: EntitySnapshot;
	#shown: EntitySnapshot;
	#kit: SceneKit;
	#listener: PartListener;
	/** What a game has it play. */
	#clip: ClipChoice | undefined;
	#parts = new Map<string, EntityPart>();
	#preview: Partial<TransformValues> | null = null;
	#fieldPreview: FieldValues | null = null;
	#peerPreview: Partial<TransformValues> | null = null;

	constructor(entity: EntitySnapshot, kit: SceneKit, listener: PartListener) {
		this.id = entity.id;
		this.#stored = this.#shown = entity;
		this.#kit = kit;
		this.#listener = listener;
		this.group.matrixAutoUpdate = false;
		this.group.userData['entityId'] = entity.id;
		this.place();
		for (const component of MAKERS.keys()) this.rebuild(component);
	}

	/** As it is shown: as the document says, or with what our hand is about to make of it. */
	get entity(): EntitySnapshot {
		return this.#shown;
	}

	set entity(entity: EntitySnapshot) {
		this.#stored = entity;
		this.#show();
	}

	/** What our hand makes of fields that are not its transform (null: nothing). */
	get fieldPreview(): FieldValues | null {
		return this.#fieldPreview;
	}

	set fieldPreview(values: FieldValues | null) {
		this.#fieldPreview = values;
		this.#show();
	}

	/** Its parts with the component each belongs to. */
	parts(): IterableIterator<[string, EntityPart]> {
		return this.#parts.entries();
	}

	/** Where our own hand has it (null: wherever it is without us). */
	set preview(values: Partial<TransformValues> | null) {
		this.#preview = values;
		this.place();
	}

	/** Where a peer is dragging it (null: where the document says). Our own hand goes before. */
	set peerPreview(values: Partial<TransformValues> | null) {
		this.#peerPreview = values;
		this.place();
	}

	/** Reads the transform anew. */
	place(): void {
		const { group, entity } = this;
		const held = { ...this.#peerPreview, ...this.#preview };
		group.position.fromArray(held.position ?? readField(entity, 'transform', 'position'));
		group.quaternion.fromArray(held.rotation ?? readField(entity, 'transform', 'rotation')).normalize();
		group.scale.fromArray(held.scale ?? readField(entity, 'transform', 'scale'));
		group.visible = readField(entity, 'transform', 'visible');
		group.updateMatrix();
	}

	/** Makes a component's part anew. The new one first, so that what both share is not freed in between. */
	rebuild(component: string): void {
		const old = this.#parts.get(component);
		if (isIn(this.entity, component) && old?.follow?.(this.entity)) return;
		const make = isIn(this.entity, component) && MAKERS.get(component);
		const part = make ? make(this.entity, this.#kit) : undefined;
		if (part) {
			this.#parts.set(component, part);
			this.group.add(part.object);
			this.#listener.came(part, this);
			if (this.#clip) part.clips?.play(this.#clip);
		} else this.#parts.delete(component);
		if (old) this.#free(old);
	}

	/** Its movements are others, or played otherwise. */
	reanimate(): void {
		const clips = this.#parts.get('mesh')?.clips;
		if (clips && isIn(this.entity, 'animation')) clips.follow(this.entity);
		else this.rebuild('mesh');
	}

	/** Plays a movement of its model, also of one that is still on its way; undefined: as its fields say. */
	playClip(choice: ClipChoice | undefined): void {
		this.#clip = choice;
		if (choice) this.#parts.get('mesh')?.clips?.play(choice);
	}

	dispose(): void {
		for (const part of this.#parts.values()) this.#free(part);
		this.#parts.clear();
		this.group.removeFromParent();
	}

	#show(): void {
		const values = this.#fieldPreview;
		this.#shown = values ? { ...this.#stored, values: { ...this.#stored.values, ...values } } : this.#stored;
	}

	#free(part: EntityPart): void {
		this.#listener.gone(part);
		part.object.removeFromParent();
		part.light?.removeFromParent();
		part.dispose();
	}
}

const isIn = (entity: EntitySnapshot, component: string): boolean =>
	isComponentName(component) && hasComponent(entity, component);

/** The entity an object on stage belongs to. */
export function entityIdOf(object: Object3D): EntityId | null {
	for (let at: Object3D | null = object; at; at = at.parent) {
		const id: unknown = at.userData['entityId'];
		if (typeof id === 'string') return id as EntityId;
	}
	return null;
}
