import {
	AmbientLight,
	type Box3,
	DirectionalLight,
	Group,
	HemisphereLight,
	type Light,
	type Object3D,
	Vector3,
} from 'three';
import { light as declaration } from '../../doc/components/light.ts';
import { readField } from '../../doc/components/registry.ts';
import type { EntityNode } from './entity-node.ts';
import { fitSun } from '../stage/fit-sun.ts';

/** More than this overflows the uniforms of weaker GPUs; further lights show their icon only. */
export const MAX_LIGHTS = 32;
/** Every shadow takes a texture unit of the sixteen there are. */
export const MAX_SHADOWS = 4;

const USUAL_INSET = declaration.fields.shadowNormalBias.default;

type Sun = { readonly light: DirectionalLight; readonly owner: Object3D; readonly inset: number };

/** The lights that the scene itself brings. */
export class OwnLights {
	/** Lights that come from a direction, not a place: they hang here, not in their entities. */
	readonly suns = new Group();
	#suns: Sun[] = [];
	#ambient = false;
	#direct = false;
	#sunny = false;
	#shadows = false;

	/** A light that shines from a direction: a sky's own sun steps back. */
	get sunny(): boolean {
		return this.#sunny;
	}

	/** Any light that shines from somewhere: the default key light steps back. */
	get direct(): boolean {
		return this.#direct;
	}

	get ambient(): boolean {
		return this.#ambient;
	}

	/** Any light whose shadows are drawn. */
	get shadows(): boolean {
		return this.#shadows;
	}

	/** Looks through the scene: which lights there are, and which of them can be afforded. */
	collect(nodes: Iterable<EntityNode>): void {
		this.#suns = [];
		this.suns.clear();
		this.#ambient = false;
		this.#direct = false;
		this.#sunny = false;
		let count = 0;
		let shadows = 0;
		for (const node of nodes)
			for (const [, { light, sun }] of node.parts()) {
				if (!light) continue;
				if (sun) this.#addSun(sun, node);
				// three.js reads its direction off its place: it must not go where the entity stands.
				else if (light instanceof HemisphereLight) this.suns.add(light);
				const shown = isShown(node.group) && count < MAX_LIGHTS;
				light.visible = shown;
				if (!shown) continue;
				count++;
				const wantsShadow = 'shadow' in light && readField(node.entity, 'light', 'castShadow');
				light.castShadow = wantsShadow && ++shadows <= MAX_SHADOWS;
				this.#note(light);
			}
		this.#shadows = shadows > 0;
	}

	/** Points the suns as their entities stand, their shadows covering `bounds`. */
	aim(bounds: Box3): void {
		const direction = new Vector3();
		for (const { light, owner, inset } of this.#suns) {
			direction.set(0, 0, -1).transformDirection(owner.matrixWorld);
			fitSun(light, direction, bounds, inset);
		}
	}

	dispose(): void {
		this.suns.clear();
		this.#suns = [];
	}

	/** A sun's shadow spreads over more or less of the world: what the creator says scales what that needs. */
	#addSun(light: DirectionalLight, { group, entity }: EntityNode): void {
		this.suns.add(light, light.target);
		const inset = readField(entity, 'light', 'shadowNormalBias') / USUAL_INSET;
		this.#suns.push({ light, owner: group, inset });
	}

	#note(light: Light): void {
		if (light instanceof AmbientLight || light instanceof HemisphereLight) this.#ambient = true;
		else this.#direct = true;
		if (light instanceof DirectionalLight) this.#sunny = true;
	}
}

/** Visible, and everything it is in as well. */
export function isShown(object: Object3D): boolean {
	for (let at: Object3D | null = object; at; at = at.parent) if (!at.visible) return false;
	return true;
}
