import type { Object3D } from 'three';
import type {
	TransformControls,
	TransformControlsGizmo,
	TransformControlsMode,
} from 'three/addons/controls/TransformControls.js';
import { HandlesPicture } from './handles-picture.ts';

type Sets = TransformControlsGizmo['gizmo'];

/**
 * three.js places each handle three times for each picture: as it is seen, as it is pressed, and the lines that show while
 * it is held. So that they cost little, they are drawn with one call, rest while others are in use, and those that are
 * pressed are placed when somebody presses.
 */
export function lightenHandles(controls: TransformControls): void {
	const root = controls.getHelper();
	const [gizmo] = root.children as [TransformControlsGizmo];
	const { gizmo: seen, picker: pressed, helper: lines } = gizmo;
	for (const set of Object.values(seen)) root.add(new HandlesPicture(set, () => controls.camera));
	const used = { seen: false, pressed: false, lines: false };
	restUnless(seen, (mode) => used.seen && mode === controls.mode);
	restUnless(pressed, (mode) => used.pressed && mode === controls.mode);
	restUnless(lines, (mode) => used.lines && mode === controls.mode);
	const place = gizmo.updateMatrixWorld.bind(gizmo);
	const placeSome = (which: typeof used, force?: boolean) => {
		Object.assign(used, which);
		gizmo.gizmo = used.seen ? seen : NONE;
		gizmo.picker = used.pressed ? pressed : NONE;
		gizmo.helper = used.lines ? lines : NONE;
		place(force);
		Object.assign(gizmo, { gizmo: seen, picker: pressed, helper: lines });
	};
	gizmo.updateMatrixWorld = (force) => {
		const held = controls.dragging || controls.axis !== null;
		if (!held) for (const set of Object.values(lines)) set.visible = false;
		placeSome({ seen: true, pressed: false, lines: held }, force);
	};
	// A ray asks a set before it asks what is in it.
	for (const set of Object.values(pressed))
		set.raycast = () => placeSome({ seen: false, pressed: true, lines: false });
	const update = root.updateMatrixWorld.bind(root);
	root.updateMatrixWorld = (force) => root.visible && update(force);
}

function restUnless(sets: Sets, isUsed: (mode: TransformControlsMode) => boolean): void {
	for (const [mode, set] of Object.entries(sets) as [TransformControlsMode, Object3D][]) {
		const update = set.updateMatrixWorld.bind(set);
		set.updateMatrixWorld = (force) => isUsed(mode) && update(force);
	}
}

const empty = () => ({ visible: false, children: [] }) as unknown as Object3D;
const NONE: Sets = { translate: empty(), rotate: empty(), scale: empty() };
