import type { Dispose } from '#lib/base/disposer.ts';
import type { DocumentId, EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { CommandResult } from '#lib/doc/commands/command.ts';
import type { PastedComponent } from '#lib/doc/commands/paste-component.ts';
import type { FieldEdit } from '#lib/doc/commands/set-fields.ts';
import { isFieldValue, type Quaternion, type Vector3 } from '#lib/doc/components/component.ts';
import {
	declaredFields,
	hasComponent,
	type ComponentName,
	type DeclaredField,
} from '#lib/doc/components/registry.ts';
import { toControl } from '#lib/doc/components/script-field-values.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { lockOf } from '#lib/doc/locks.ts';
import { copyComponent, type ComponentCopy } from '#lib/editor/component-copy.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';
import type { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import type { DragValues } from '#lib/sync/drag-codec.ts';
import { EulerMemory } from '#lib/editor/euler-memory.ts';
import { ADDABLE, commonComponents, type Addable } from './addable.ts';
import { editOf, keyIn, type FieldOfKey, type Where } from './field-edits.ts';
import { FieldPreview, isPlace } from './field-preview.ts';
import type { ScriptGroup } from './script-groups.ts';
import { sharedAxes, sharedValue, withHeld, type Shared } from './shared-value.ts';

export type Axis = 0 | 1 | 2;

/** What the inspector looks at now. */
export type Inspected =
	| { readonly kind: 'no-scene' }
	| { readonly kind: 'nothing' }
	| { readonly kind: 'deleted'; readonly name: string }
	| { readonly kind: 'entities'; readonly entities: readonly EntitySnapshot[] };

export type InspectionOptions = {
	readonly scene: SceneSession | undefined;
	readonly viewport: Viewport | null;
	/** Told why an edit was refused. */
	readonly refused: (message: string) => void;
};

const NOTHING_HELD: ReadonlyMap<EntityId, DragValues> = new Map();
/** Values by the keys of their fields. */
type Dragged = Readonly<Record<string, JsonValue>>;
const NO_DRAG: ReadonlyMap<EntityId, Dragged> = new Map();

/** The selection seen as one thing: what its fields share, and edits that reach all of it in one gesture. */
export class Inspection {
	#options: () => InspectionOptions;
	#euler = new EulerMemory();
	#preview = new FieldPreview();
	#kept = $state.raw<readonly EntityId[] | null>(null);
	#dragged = $state.raw(NO_DRAG);
	/** The script that was added last, until it was shown. */
	#newest: DocumentId | null = null;
	#shown: readonly EntityId[] = [];

	constructor(options: () => InspectionOptions) {
		this.#options = options;
	}

	get inspected(): Inspected {
		const { scene } = this.#options();
		if (!scene) return { kind: 'no-scene' };
		const { entities } = scene.snapshot;
		const ids = this.#kept ?? scene.selected;
		const found = ids.flatMap((id) => entities.get(id) ?? []);
		if (found.length > 0) {
			this.#shown = ids;
			return { kind: 'entities', entities: found };
		}
		const last = this.#shown.map((id) => scene.scene.find(id)).find((entity) => entity?.removed);
		return last ? { kind: 'deleted', name: last.name } : { kind: 'nothing' };
	}
	get entities(): readonly EntitySnapshot[] {
		const { inspected } = this;
		return inspected.kind === 'entities' ? inspected.entities : [];
	}
	get ids(): readonly EntityId[] {
		return this.entities.map(({ id }) => id);
	}
	/** The same object as long as the same are shown. */
	get subject(): unknown {
		return this.#kept ?? this.#options().scene?.selected;
	}
	get readOnly(): boolean {
		return this.#options().scene?.readOnly ?? true;
	}
	/** What locks any of them. */
	get lock(): EntitySnapshot | undefined {
		const { scene } = this.#options();
		return scene && this.ids.map((id) => lockOf(scene.snapshot, id)).find((lock) => lock);
	}
	get components(): ComponentName[] {
		return commonComponents(this.entities);
	}
	/** Components that at least one of the selected lacks. */
	get addable(): Addable[] {
		return ADDABLE.filter((name) => this.entities.some((entity) => !hasComponent(entity, name)));
	}
	/** Whether it goes on showing these, whatever is selected next. */
	get kept(): boolean {
		return this.#kept !== null;
	}

	toggleKept(): void {
		this.#kept = this.#kept ? null : this.ids;
	}

	/** Shows what handles in the picture are about to make of things, while they are dragged. */
	follow(viewport: Viewport): Dispose {
		const settle = () => (this.#dragged = NO_DRAG);
		const stops = [
			viewport.on('transforming', ({ changes }) => {
				this.#dragged = new Map(changes.map(({ id, ...values }) => [id, values]));
			}),
			viewport.on('field-dragging', ({ entityId, key, value }) => {
				this.#dragged = new Map([[entityId, { [key]: value }]]);
			}),
			viewport.on('field-dragged', settle),
			viewport.on('field-drag-cancelled', settle),
			viewport.on('transformed', settle),
			viewport.on('transform-cancelled', settle),
		];
		return () => stops.forEach((stop) => stop());
	}

	shared(inspected: FieldOfKey): Shared<JsonValue> {
		return sharedValue(this.entities.map((entity) => this.#read(entity, inspected)));
	}

	/** X, Y and perhaps Z of a vector or, in degrees, of a rotation; null where they differ. */
	axes(inspected: FieldOfKey) {
		const { held } = this;
		return sharedAxes(this.entities.map((entity) => this.#vector(withHeld(entity, held), inspected)));
	}

	/** What each has in a field of numbers, in the order of the entities; without what others drag. */
	numbers(inspected: FieldOfKey): readonly number[] {
		return this.entities.map((entity) => this.#read(entity, inspected) as number);
	}
	axisNumbers(inspected: FieldOfKey, axis: Axis): readonly number[] {
		return this.entities.map((entity) => this.#vector(entity, inspected)[axis]!);
	}

	/** Where the others drag things now: shown like the rest, but nothing of ours is built on it. */
	get held(): ReadonlyMap<EntityId, DragValues> {
		return this.#options().scene?.heldPlaces ?? NOTHING_HELD;
	}

	isChanged(where: Where): boolean {
		return this.entities.some(({ id, values }) => values[keyIn(where, id)] !== undefined);
	}

	set(where: Where, value: JsonValue): void {
		this.#commit(this.ids.map((id) => editOf(where, id, value)));
		this.cancelFieldPreview();
	}

	/** Shows in the picture here what `set` would do. */
	previewField(key: string, value: JsonValue): void {
		const { viewport, scene } = this.#options();
		if (viewport && scene) this.#preview.show(viewport, scene.snapshot, this.ids, key, value);
	}

	cancelFieldPreview(): void {
		this.#preview.end(this.#options().viewport, this.#options().scene?.snapshot);
	}

	/** Gives each entity a value of its own, in their order. */
	setEach(where: Where, values: readonly JsonValue[]): void {
		this.#commit(this.ids.map((id, index) => editOf(where, id, values[index]!)));
	}

	setAxis(inspected: FieldOfKey, axis: Axis, value: number): void {
		this.setAxisEach(inspected, axis, Array<number>(this.entities.length).fill(value));
	}

	setAxisEach(inspected: FieldOfKey, axis: Axis, values: readonly number[]): void {
		const edits = this.entities.map((entity, index) =>
			editOf(inspected, entity.id, this.#withAxis(entity, inspected, axis, values[index]!, true)),
		);
		this.#endPreview();
		const { scene } = this.#options();
		if (this.#commit(edits)) scene?.drags.end();
		else scene?.drags.cancel();
	}

	/** Shows in the viewport, here and at the others', what `setAxis` would do. */
	previewAxis(inspected: FieldOfKey, axis: Axis, value: number): void {
		if (!isPlace(inspected.key)) return;
		const { viewport, scene } = this.#options();
		const moved = this.entities.map((entity) => {
			const next = this.#withAxis(entity, inspected, axis, value, false);
			return { id: entity.id, [inspected.key]: next };
		});
		for (const { id, ...values } of moved) viewport?.preview(id, values);
		scene?.drags.drag(moved);
	}

	cancelPreview(): void {
		this.#endPreview();
		this.#options().scene?.drags.cancel();
	}

	rename(name: string): void {
		const [id, ...others] = this.ids;
		const { scene } = this.#options();
		if (scene && id && others.length === 0) this.#tell(scene.rename(id, name));
	}

	/** Puts every field of a component back to what the declaration says, in one gesture. */
	reset(component: ComponentName): void {
		this.resetFields(declaredFields(component));
	}

	resetFields(fields: readonly FieldOfKey[]): void {
		this.#commit(
			this.ids.flatMap((id) => fields.map((inspected) => editOf(inspected, id, inspected.field.default))),
		);
	}

	isComponentChanged(component: ComponentName): boolean {
		return declaredFields(component).some(({ key }) => this.isChanged(key));
	}

	add(component: Addable): void {
		const lacking = this.entities.filter((entity) => !hasComponent(entity, component));
		const ids = lacking.map(({ id }) => id);
		const { scene } = this.#options();
		if (scene) this.#tell(scene.setComponent(ids, component, true));
	}

	remove(component: Exclude<ComponentName, 'transform'>): void {
		const { scene } = this.#options();
		if (scene) this.#tell(scene.setComponent(this.ids, component, false));
	}

	/** One more script, on all. */
	addScript(source: DocumentId): void {
		this.addScriptWith(source, (scene, ids) => scene.addScript(ids, source));
	}

	/** The same as the caller does it, who may add more; undefined when it was refused. */
	addScriptWith<T>(
		source: DocumentId,
		add: (scene: SceneSession, ids: readonly EntityId[]) => CommandResult<T>,
	): T | undefined {
		const { scene } = this.#options();
		const added = scene && add(scene, this.ids);
		if (!added || !this.#tell(added) || !added.ok) return undefined;
		this.#newest = source;
		return added.value;
	}

	/** Whether this script was added last, and is to be brought into sight: once. */
	takeNewest(source: DocumentId | null): boolean {
		const isNewest = source !== null && source === this.#newest;
		if (isNewest) this.#newest = null;
		return isNewest;
	}

	/** Has them run another script in the place of one; what they were given stays. */
	replaceScript(where: Where, source: DocumentId): void {
		this.#newest = source;
		this.set(where, source);
	}

	/** Takes a script away, whatever the slot is that each has it in. */
	removeScript({ scripts }: ScriptGroup): void {
		const { scene } = this.#options();
		if (!scene) return;
		const removed = scene.edit('remove-component', () => {
			for (const [slot, ids] of Map.groupBy(this.ids, (id) => scripts.get(id)?.slot)) {
				const result = slot ? scene.setComponent(ids, slot, false) : ok();
				if (!result.ok) return result;
			}
			return ok();
		});
		this.#tell(removed);
	}

	/** A component as it could be pasted elsewhere, or the field in which the selected differ. */
	copyOf(component: PastedComponent): Result<ComponentCopy, DeclaredField> {
		const mixed = declaredFields(component).find((field) => this.shared(field).kind === 'mixed');
		const [first] = this.entities;
		return mixed ? err(mixed) : ok(copyComponent(first ?? { values: {} }, component));
	}

	/** Adds or sets a component on all; the fields that name what is not here, or undefined when it was refused. */
	paste(copy: ComponentCopy): readonly DeclaredField[] | undefined {
		const result = this.#options().scene?.paste(this.ids, copy);
		return result && this.#tell(result) && result.ok ? result.value : undefined;
	}

	duplicate(): void {
		const { scene } = this.#options();
		if (scene) this.#tell(scene.duplicate(this.ids));
	}

	delete(): void {
		const { scene } = this.#options();
		if (scene) this.#tell(scene.remove(this.ids));
	}

	#read(entity: EntitySnapshot, inspected: FieldOfKey): JsonValue {
		const { field, declared } = inspected;
		const key = keyIn(inspected, entity.id);
		const dragged = this.#dragged.get(entity.id)?.[key];
		const stored = dragged ?? entity.values[key];
		if (declared) return toControl(declared, stored);
		return stored !== undefined && isFieldValue(field, stored) ? stored : field.default;
	}

	#vector(entity: EntitySnapshot, inspected: FieldOfKey): readonly number[] {
		const value = this.#read(entity, inspected);
		return inspected.field.kind === 'rotation'
			? this.#euler.read(entity.id, value as Quaternion)
			: (value as readonly number[]);
	}

	#withAxis(
		entity: EntitySnapshot,
		inspected: FieldOfKey,
		axis: Axis,
		value: number,
		typed: boolean,
	): readonly number[] {
		const vector = this.#vector(entity, inspected).with(axis, value);
		if (inspected.field.kind !== 'rotation') return vector;
		// What is only previewed must not be remembered as chosen.
		return (typed ? this.#euler : new EulerMemory()).write(entity.id, vector as unknown as Vector3);
	}

	#endPreview(): void {
		for (const id of this.ids) this.#options().viewport?.preview(id, null);
	}

	#commit(edits: readonly FieldEdit[]): boolean {
		const { scene } = this.#options();
		return scene !== undefined && this.#tell(scene.setFields(edits));
	}

	#tell(result: CommandResult<unknown>): boolean {
		if (!result.ok) this.#options().refused(result.error.message);
		return result.ok;
	}
}
