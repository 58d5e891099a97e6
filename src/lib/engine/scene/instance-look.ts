import {
	Color,
	type Material,
	type MeshBasicMaterial,
	MeshNormalMaterial,
	MeshStandardMaterial,
	type WebGLProgramParametersWithUniforms,
} from 'three';
import { withHoles } from './normals-material.ts';
import { replaceOnce } from './replace-once.ts';

export type PlainMaterial = MeshStandardMaterial | MeshBasicMaterial | MeshNormalMaterial;

/** What each instance of a batch may have of its own, besides its place: numbers in one row. */
export const LOOK = { color: 3, surface: 2, glow: 3 } as const;

const glow = new Color();

/** Marks a material that differs from others of its family by `LOOK` alone: it has no pictures. */
export function markPlain<M extends Material>(material: M): M {
	material.userData['plain'] = true;
	return material;
}

export const isPlain = (material: Material): material is PlainMaterial => material.userData['plain'] === true;

/** The same for all plain materials that one material can stand for, each instance having a look of its own. */
export function familyOf(material: PlainMaterial): string {
	const { type, side, opacity, alphaTest, wireframe, toneMapped, vertexColors } = material;
	return [type, side, opacity, alphaTest, wireframe, toneMapped, vertexColors].join();
}

/** The material of a family: white, with what each instance brings. */
export function makeFamilyMaterial(like: PlainMaterial): PlainMaterial {
	const material = like.clone();
	if (material instanceof MeshNormalMaterial) return withHoles(material);
	material.color.set('#ffffff');
	if (!(material instanceof MeshStandardMaterial)) return material;
	material.roughness = 1;
	material.metalness = 1;
	material.onBeforeCompile = readInstances;
	return material;
}

/** Reads what an instance has of its own off its material. */
export function readInstance(material: PlainMaterial): {
	readonly [channel in keyof typeof LOOK]: readonly number[];
} {
	const color = material instanceof MeshNormalMaterial ? [1, 1, 1] : material.color.toArray();
	if (!(material instanceof MeshStandardMaterial)) return { color, surface: [1, 0], glow: [0, 0, 0] };
	glow.copy(material.emissive).multiplyScalar(material.emissiveIntensity);
	return { color, surface: [material.roughness, material.metalness], glow: glow.toArray() };
}

/** Colour is three's own; roughness, metalness and what glows are read beside it. */
function readInstances(shader: WebGLProgramParametersWithUniforms): void {
	readSurfaces(
		shader,
		'attribute vec2 instanceSurface;\nattribute vec3 instanceGlow;',
		'vSurface = instanceSurface;\nvGlow = instanceGlow;',
	);
}

/** Lets a shader take roughness, metalness and glow from each instance: how it gets them, and sets `vSurface` and `vGlow`. */
export function readSurfaces(
	shader: WebGLProgramParametersWithUniforms,
	declaration: string,
	reading: string,
): void {
	const varyings = 'varying vec2 vSurface;\nvarying vec3 vGlow;';
	const vertex = [
		['#include <common>', `#include <common>\n${declaration}\n${varyings}`],
		['#include <begin_vertex>', `#include <begin_vertex>\n${reading}`],
	] as const;
	for (const [from, to] of vertex) shader.vertexShader = replaceOnce(shader.vertexShader, from, to);
	const fragment = [
		['#include <common>', `#include <common>\n${varyings}`],
		['#include <roughnessmap_fragment>', '#include <roughnessmap_fragment>\nroughnessFactor *= vSurface.x;'],
		['#include <metalnessmap_fragment>', '#include <metalnessmap_fragment>\nmetalnessFactor *= vSurface.y;'],
		['totalEmissiveRadiance = emissive;', 'totalEmissiveRadiance = vGlow;'],
	] as const;
	for (const [from, to] of fragment) shader.fragmentShader = replaceOnce(shader.fragmentShader, from, to);
}
