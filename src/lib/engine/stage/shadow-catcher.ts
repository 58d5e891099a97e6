import { Mesh, PlaneGeometry, ShadowMaterial, type Vector3 } from 'three';
import type { StagePalette } from './palette.ts';

/** Lets the bare ground show shadows. It lies a little deeper than the grid, whose lines stay above it. */
export class ShadowCatcher {
	readonly mesh: Mesh<PlaneGeometry, ShadowMaterial>;

	constructor(palette: StagePalette) {
		const material = new ShadowMaterial({ color: '#05070c', depthWrite: false, toneMapped: false });
		this.mesh = new Mesh(new PlaneGeometry(120, 120).rotateX(-Math.PI / 2), material);
		this.mesh.position.y = -0.004;
		this.mesh.receiveShadow = true;
		this.mesh.renderOrder = -60;
		this.paint(palette);
	}

	paint(palette: StagePalette): void {
		this.mesh.material.opacity = palette.groundShadow;
	}

	follow(target: Vector3): void {
		this.mesh.position.set(target.x, this.mesh.position.y, target.z);
	}

	dispose(): void {
		this.mesh.geometry.dispose();
		this.mesh.material.dispose();
	}
}
