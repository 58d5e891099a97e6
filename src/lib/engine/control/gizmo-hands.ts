import type { ViewportEmitters } from '../viewport-events.ts';
import type { CameraRig } from './camera-rig.ts';
import type { GizmoHands } from './gizmo.ts';
import type { Snapping } from './snapping.ts';

/** What the gizmo does, told to whoever listens. */
export const gizmoHands = (
	events: ViewportEmitters,
	rig: CameraRig,
	snapping: Snapping,
	onChange: () => void,
): GizmoHands => ({
	onHold: (nodes, pivot) => snapping.hold(nodes, pivot),
	onPlace: (pivot) => snapping.place(pivot),
	isFree: () => snapping.free,
	onStart: (ids) => events.emit('transform-started', { ids }),
	// Of copies nobody is told before they are there.
	onDrag: (changes, copies) => copies || events.emit('transforming', { changes }),
	onEnd: (changes, copies) => {
		if (changes.length > 0) events.emit('transformed', { changes, copies });
		else events.emit('transform-cancelled', {});
	},
	onCancel: () => events.emit('transform-cancelled', {}),
	onGrab: (grabbed) => {
		rig.enabled = !grabbed;
		if (!grabbed) snapping.letGo();
	},
	onChange,
});
