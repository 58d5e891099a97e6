import {
	AmbientLight,
	type Box3,
	type DirectionalLight,
	Group,
	HemisphereLight,
	type Light,
	type Object3D,
	Vector3,
} from 'three';
import { readField } from '../../doc/components/registry.ts';
import type { EntityNode } from './entity-node.ts';
import { fitSun } from '../stage/fit-sun.ts';

/** More than this overflows the uniforms of weaker GPUs; further lights show their icon only. */
export const MAX_LIGHTS = 32;
/** Every shadow takes a texture unit of the sixteen there are. */
export const MAX_SHADOWS = 4;

type Sun = { readonly light: DirectionalLight; readonly owner: Object3D };

/** The lights that the scene itself brings. */
export class OwnLights {
	readonly suns = new Group();
	#suns: Sun[] = [];
	#ambient = false;
	#direct = false;

	/** Any light that shines from somewhere: the default key light steps back. */
	get direct(): boolean {
		return this.#direct;
	}

	get ambient(): boolean {
		return this.#ambient;
	}

	/** Looks through the scene: which lights there are, and which of them can be afforded. */
	collect(nodes: Iterable<EntityNode>): void {
		this.#suns = [];
		this.suns.clear();
		this.#ambient = false;
		this.#direct = false;
		let count = 0;
		let shadows = 0;
		for (const node of nodes)
			for (const { light, sun } of node.parts()) {
				if (!light) continue;
				if (sun) this.#addSun(sun, node.group);
				const shown = isShown(node.group) && count < MAX_LIGHTS;
				light.visible = shown;
				if (!shown) continue;
				count++;
				const wantsShadow = 'shadow' in light && readField(node.entity, 'light', 'castShadow');
				light.castShadow = wantsShadow && ++shadows <= MAX_SHADOWS;
				this.#note(light);
			}
	}

	/** Points the suns as their entities stand, their shadows covering `bounds`. */
	aim(bounds: Box3): void {
		const direction = new Vector3();
		for (const { light, owner } of this.#suns) {
			direction.set(0, 0, -1).transformDirection(owner.matrixWorld);
			fitSun(light, direction, bounds);
		}
	}

	dispose(): void {
		this.suns.clear();
		this.#suns = [];
	}

	#addSun(light: DirectionalLight, owner: Object3D): void {
		this.suns.add(light, light.target);
		this.#suns.push({ light, owner });
	}

	#note(light: Light): void {
		if (light instanceof AmbientLight || light instanceof HemisphereLight) this.#ambient = true;
		else this.#direct = true;
	}
}

function isShown(object: Object3D): boolean {
	for (let at: Object3D | null = object; at; at = at.parent) if (!at.visible) return false;
	return true;
}
