import {
	type Material,
	Mesh,
	MeshBasicMaterial,
	type MeshStandardMaterial,
	type Object3D,
	ShaderMaterial,
} from 'three';
import type { ViewportShading } from '../viewport-port.ts';
import { isPlain, markPlain } from './instance-look.ts';
import { makeNormals, type NormalsMaterial } from './normals-material.ts';

type Variant = MeshBasicMaterial | NormalsMaterial;

/** Shows materials unlit, as wires or by where they face, without touching the originals. */
export class Shading {
	mode: ViewportShading = 'lit';
	#litOf = new WeakMap<Mesh, Material | Material[]>();
	#variants = new Map<Material, Variant>();

	/** Dresses every mesh below an object for the current mode. */
	apply(object: Object3D): void {
		object.traverse((each) => {
			if (!(each instanceof Mesh)) return;
			const mesh = each as Mesh;
			// Particles are no surface.
			if (mesh.material instanceof ShaderMaterial) return;
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
		for (const [lit, variant] of this.#variants) takePictures(variant, lit as MeshStandardMaterial);
	}

	dispose(): void {
		this.#dropVariants();
	}

	#show(lit: Material): Material {
		if (this.mode === 'lit') return lit;
		const known = this.#variants.get(lit);
		if (known) return known;
		const variant = makeVariant(lit as MeshStandardMaterial, this.mode);
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

function makeVariant(lit: MeshStandardMaterial, mode: Exclude<ViewportShading, 'lit'>): Variant {
	const variant = mode === 'normals' ? makeNormals(lit) : makeFlat(lit, mode === 'wireframe');
	if (isPlain(lit)) markPlain(variant);
	if (variant.wireframe) return variant;
	takePictures(variant, lit);
	variant.alphaTest = lit.alphaTest;
	variant.transparent = lit.transparent;
	variant.depthWrite = lit.depthWrite;
	variant.opacity = lit.opacity;
	return variant;
}

function makeFlat(lit: MeshStandardMaterial, wireframe: boolean): MeshBasicMaterial {
	const variant = new MeshBasicMaterial({ wireframe, side: lit.side, toneMapped: false });
	variant.color.copy(lit.color);
	variant.vertexColors = lit.vertexColors;
	return variant;
}

/** The pictures that say what is seen at all, and where it faces. */
function takePictures(variant: Variant, lit: MeshStandardMaterial): void {
	if (variant.wireframe) return;
	const normalMap = 'normalMap' in variant ? (lit.normalMap ?? null) : null;
	const isNew = 'normalMap' in variant && variant.normalMap !== normalMap;
	if (variant.map === lit.map && variant.alphaMap === lit.alphaMap && !isNew) return;
	variant.map = lit.map;
	variant.alphaMap = lit.alphaMap;
	if ('normalMap' in variant) variant.normalMap = normalMap;
	variant.needsUpdate = true;
}
