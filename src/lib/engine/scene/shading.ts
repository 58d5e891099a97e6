import { type Material, Mesh, MeshBasicMaterial, type MeshStandardMaterial, type Object3D } from 'three';
import type { ViewportShading } from '../viewport-port.ts';
import { isPlain, markPlain } from './instance-look.ts';

/** Shows materials unlit or as wires, without touching the originals. */
export class Shading {
	mode: ViewportShading = 'lit';
	#litOf = new WeakMap<Mesh, Material | Material[]>();
	#variants = new Map<Material, MeshBasicMaterial>();

	/** Dresses every mesh below an object for the current mode. */
	apply(object: Object3D): void {
		object.traverse((each) => {
			if (!(each instanceof Mesh)) return;
			const mesh = each as Mesh;
			const lit = this.#litOf.get(mesh) ?? mesh.material;
			this.#litOf.set(mesh, lit);
			mesh.material = Array.isArray(lit) ? lit.map((one) => this.#show(one)) : this.#show(lit);
		});
	}

	/** Switches the mode; the caller applies it to what is on stage. */
	setMode(mode: ViewportShading): void {
		this.mode = mode;
		this.#dropVariants();
	}

	/** Originals got their pictures: what stands in for them shows them too. */
	refresh(): void {
		for (const [lit, variant] of this.#variants)
			if (!variant.wireframe && variant.map !== (lit as MeshStandardMaterial).map) {
				variant.map = (lit as MeshStandardMaterial).map;
				variant.needsUpdate = true;
			}
	}

	dispose(): void {
		this.#dropVariants();
	}

	#show(lit: Material): Material {
		if (this.mode === 'lit') return lit;
		const known = this.#variants.get(lit);
		if (known) return known;
		const variant = makeVariant(lit as MeshStandardMaterial, this.mode === 'wireframe');
		this.#variants.set(lit, variant);
		const drop = () => {
			lit.removeEventListener('dispose', drop);
			this.#variants.get(lit)?.dispose();
			this.#variants.delete(lit);
		};
		lit.addEventListener('dispose', drop);
		return variant;
	}

	#dropVariants(): void {
		for (const variant of this.#variants.values()) variant.dispose();
		this.#variants.clear();
	}
}

function makeVariant(lit: MeshStandardMaterial, wireframe: boolean): MeshBasicMaterial {
	const variant = new MeshBasicMaterial({ wireframe, side: lit.side, toneMapped: false });
	variant.color.copy(lit.color);
	variant.vertexColors = lit.vertexColors;
	if (isPlain(lit)) markPlain(variant);
	if (wireframe) return variant;
	variant.map = lit.map;
	variant.alphaMap = lit.alphaMap;
	variant.alphaTest = lit.alphaTest;
	variant.transparent = lit.transparent;
	variant.depthWrite = lit.depthWrite;
	variant.opacity = lit.opacity;
	return variant;
}
