import { BufferGeometry } from 'three';

/** How many shells draw the points of a geometry: only the last may free them on the GPU. */
const SHELLS = new WeakMap<BufferGeometry, number>();

/** The same points, with room for what is each instance's own. */
export function shellOf(geometry: BufferGeometry): BufferGeometry {
	SHELLS.set(geometry, (SHELLS.get(geometry) ?? 0) + 1);
	const shell = new BufferGeometry();
	shell.setIndex(geometry.index);
	for (const [name, attribute] of Object.entries(geometry.attributes)) shell.setAttribute(name, attribute);
	for (const group of geometry.groups) shell.addGroup(group.start, group.count, group.materialIndex);
	shell.setDrawRange(geometry.drawRange.start, geometry.drawRange.count);
	return shell;
}

export function freeShell(shell: BufferGeometry, geometry: BufferGeometry): void {
	const others = (SHELLS.get(geometry) ?? 1) - 1;
	SHELLS.set(geometry, others);
	if (others > 0) {
		shell.setIndex(null);
		for (const name of Object.keys(geometry.attributes)) shell.deleteAttribute(name);
	}
	shell.dispose();
}
