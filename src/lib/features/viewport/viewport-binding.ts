import type { Clock } from '#lib/base/clock.ts';
import { Disposer, type Dispose } from '#lib/base/disposer.ts';
import type { EntityId } from '#lib/base/ids.ts';
import type { CommandResult } from '#lib/doc/commands/command.ts';
import { instanceOf, isEntityPath } from '#lib/doc/prefabs/entity-path.ts';
import type { FieldEdit } from '#lib/doc/commands/set-fields.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import type { TransformChange, Viewport, ViewportEvents, ViewportView } from '#lib/engine/viewport-port.ts';
import { openingView } from './camera-views.ts';
import type { SceneSession } from '#lib/studio/scene-session.svelte.ts';

/** Milliseconds between two camera positions shown to the others: 10 Hz. */
const CAMERA_INTERVAL_MS = 100;

export type BindingOptions = {
	readonly viewport: Viewport;
	readonly scene: SceneSession;
	readonly clock: Clock;
	/** Where this person left the scene in this visit; null: it is seen for the first time. */
	readonly view: ViewportView | null;
	readonly onleave: (view: ViewportView) => void;
	readonly tell: (result: CommandResult<unknown>) => boolean;
};

/** One scene in the viewport: edits and the selection go both ways, the camera to the others. */
export class ViewportBinding {
	#viewport: Viewport;
	#scene: SceneSession;
	#clock: Clock;
	#disposer = new Disposer();
	#cancelCamera: Dispose | null = null;
	#dragging = false;

	constructor({ viewport, scene, clock, view, onleave, tell }: BindingOptions) {
		this.#viewport = viewport;
		this.#scene = scene;
		this.#clock = clock;
		const { selection } = scene;
		viewport.show(scene.shown.snapshot);
		viewport.select(selection.ids);
		if (view) viewport.setView(view);
		else this.#open(scene.shown.snapshot);
		this.#showCamera();
		this.#disposer.add(() => onleave(viewport.view));
		for (const stop of [
			scene.shown.onChange((changes) => viewport.apply(changes)),
			selection.onChange((ids) => viewport.select(ids)),
			viewport.on('picked', ({ id, additive }) => {
				// In the picture an instance is one thing; what is inside of it is chosen in the tree.
				const met = id && instanceOf(id);
				if (met && additive) selection.toggle(met);
				else if (!additive) selection.set(met ? [met] : []);
			}),
			viewport.on('held', ({ id }) => {
				const met = id && instanceOf(id);
				if (!met) selection.clear();
				else if (!selection.ids.includes(met)) selection.set([met]);
			}),
			viewport.on('framed', ({ ids, mode }) =>
				selection.set(framedSelection(selection.ids, ids.filter(isOfScene), mode)),
			),
			viewport.on('opened', ({ id }) => viewport.focus([instanceOf(id)])),
			viewport.on('transformed', ({ changes, copies }) => {
				this.#dragging = false;
				const made = copies ? scene.duplicateTo(changes) : scene.setFields(fieldEdits(changes));
				if (tell(made)) return scene.drags.end();
				// What was refused must not stay on screen as if it had been made.
				scene.drags.cancel();
				viewport.show(scene.shown.snapshot);
			}),
			viewport.on('field-dragged', (edit) => {
				if (!tell(scene.setFields([edit]))) viewport.show(scene.shown.snapshot);
			}),
			viewport.on('view-changed', () => this.#planCamera()),
		]) {
			this.#disposer.add(stop);
		}
		this.#shareDrags();
		if (!view && scene.shown.snapshot.entities.size === 0) this.#openOnArrival();
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#cancelCamera?.();
		if (this.#dragging) this.#scene.drags.cancel();
		this.#scene.show({ camera: null });
	}

	/** Looks at a scene as it is seen first; an empty one is left as it is. */
	#open(snapshot: SceneSnapshot): void {
		const first = openingView(snapshot);
		if (first === 'all') this.#viewport.focus('all');
		else if (first) this.#viewport.setView(first);
	}

	/** Who joins can be here before what the scene holds is: it is opened then, unless they looked around meanwhile. */
	#openOnArrival(): void {
		const { view } = this.#viewport;
		const stop = this.#scene.shown.onChange(({ snapshot, local }) => {
			if (snapshot.entities.size === 0) return;
			stop();
			if (local || !isSameView(this.#viewport.view, view)) return;
			this.#open(snapshot);
			this.#showCamera();
		});
		this.#disposer.add(stop);
	}

	/** What is dragged here is seen by the others meanwhile, and what they drag here. */
	#shareDrags(): void {
		const viewport = this.#viewport;
		const { drags } = this.#scene;
		for (const [id, values] of drags.shown) viewport.previewPeer(id, values);
		for (const stop of [
			() => [...drags.shown.keys()].forEach((id) => viewport.previewPeer(id, null)),
			drags.onChange(({ id, values }) => viewport.previewPeer(id, values)),
			viewport.on('transforming', ({ changes }) => {
				this.#dragging = true;
				drags.drag(changes);
			}),
			viewport.on('transform-cancelled', () => {
				this.#dragging = false;
				drags.cancel();
			}),
		]) {
			this.#disposer.add(stop);
		}
	}

	#planCamera(): void {
		this.#cancelCamera ??= this.#clock.after(CAMERA_INTERVAL_MS, () => {
			this.#cancelCamera = null;
			this.#showCamera();
		});
	}

	#showCamera(): void {
		const { view, fov } = this.#viewport;
		this.#scene.show({ camera: { position: view.position, target: view.target, fov } });
	}
}

const isOfScene = (id: EntityId): boolean => !isEntityPath(id);

/** What is selected after a rectangle was drawn around some. */
export function framedSelection(
	selected: readonly EntityId[],
	ids: readonly EntityId[],
	mode: ViewportEvents['framed']['mode'],
): readonly EntityId[] {
	if (mode === 'replace') return ids;
	const taken = new Set(ids);
	return mode === 'add' ? [...selected, ...ids] : selected.filter((id) => !taken.has(id));
}

const isSameView = (a: ViewportView, b: ViewportView): boolean =>
	[0, 1, 2].every((i) => a.position[i] === b.position[i] && a.target[i] === b.target[i]);

/** A gesture as edits of the registers it touched, and no others. */
export function fieldEdits(changes: readonly TransformChange[]): readonly FieldEdit[] {
	return changes.flatMap(({ id, ...values }) =>
		Object.entries(values).map(([key, value]) => ({ entityId: id, key, value: [...value] })),
	);
}
