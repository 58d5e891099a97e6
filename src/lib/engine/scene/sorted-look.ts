import {
	BackSide,
	type DataTexture,
	DoubleSide,
	FrontSide,
	MeshNormalMaterial,
	MeshStandardMaterial,
	type WebGLProgramParametersWithUniforms,
} from 'three';
import { InstanceRows } from './instance-rows.ts';
import { makeFamilyMaterial, type PlainMaterial, readInstance, readSurfaces } from './instance-look.ts';
import { replaceOnce } from './replace-once.ts';

/** The same for all plain materials seen through that one can stand for: those of a family differ in opacity, too. */
export function sortedFamilyOf(material: PlainMaterial): string {
	const { type, side, alphaTest, toneMapped, vertexColors, depthWrite } = material;
	// Normals have no colour that could bring it.
	const opacity = material instanceof MeshNormalMaterial ? material.opacity : '';
	// A flat geometry is made to face both ways.
	const back = side === BackSide;
	return [type, back, alphaTest, toneMapped, vertexColors, depthWrite, opacity].join();
}

/** The material of such a family, and what each instance has of its own: colour with opacity, surface and glow. */
export class SortedLook {
	readonly material: PlainMaterial;
	#colors: InstanceRows | null = null;
	#surfaces: InstanceRows | null = null;
	#uniform: { value: DataTexture | null } = { value: null };

	constructor(like: PlainMaterial) {
		this.material = makeFamilyMaterial(like);
		if (like.side === DoubleSide) this.material.side = FrontSide;
		if (this.material instanceof MeshNormalMaterial) return;
		this.#colors = new InstanceRows(1);
		this.material.opacity = 1;
		if (!(this.material instanceof MeshStandardMaterial)) return;
		this.#surfaces = new InstanceRows(2);
		this.#uniform.value = this.#surfaces.texture;
		this.material.onBeforeCompile = (shader) => readSorted(shader, this.#uniform);
	}

	get colors(): DataTexture | null {
		return this.#colors?.texture ?? null;
	}

	write(slot: number, material: PlainMaterial): void {
		const { color, surface, glow } = readInstance(material);
		this.#colors?.write(slot, [...color, material.opacity]);
		if (!this.#surfaces) return;
		this.#surfaces.write(slot, [...surface, ...glow]);
		this.#uniform.value = this.#surfaces.texture;
	}

	dispose(): void {
		this.material.dispose();
		this.#colors?.dispose();
		this.#surfaces?.dispose();
	}
}

function readSorted(
	shader: WebGLProgramParametersWithUniforms,
	uniform: { readonly value: DataTexture | null },
): void {
	shader.uniforms['instanceSurfaces'] = uniform;
	readSurfaces(shader, 'uniform highp sampler2D instanceSurfaces;', READ);
	shader.vertexShader = replaceOnce(shader.vertexShader, '#include <batching_pars_vertex>', PARTS);
}

const PARTS = `#include <batching_pars_vertex>
vec4 getInstanceSurface(const in int texel) {
	int at = int(getIndirectIndex(gl_DrawID)) * 2 + texel;
	int width = textureSize(instanceSurfaces, 0).x;
	return texelFetch(instanceSurfaces, ivec2(at % width, at / width), 0);
}`;

const READ = `vec4 surfaceOfInstance = getInstanceSurface(0);
vSurface = surfaceOfInstance.xy;
vGlow = vec3(surfaceOfInstance.zw, getInstanceSurface(1).x);`;
