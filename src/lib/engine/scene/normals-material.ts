import {
	MeshNormalMaterial,
	type MeshStandardMaterial,
	type Texture,
	type WebGLProgramParametersWithUniforms,
} from 'three';
import { replaceOnce } from './replace-once.ts';

/** three's own, which knows no pictures that cut holes or make things seen through. */
export type NormalsMaterial = MeshNormalMaterial & { map: Texture | null; alphaMap: Texture | null };

/** Shows where the surfaces of a material face, as the camera sees it: to the right red, up green, towards it blue. */
export function makeNormals(lit: MeshStandardMaterial): NormalsMaterial {
	const material = new MeshNormalMaterial({ side: lit.side, toneMapped: false });
	// Materials of pictures and text have no bumps of their own.
	if (lit.normalScale) material.normalScale.copy(lit.normalScale);
	if (lit.normalMapType !== undefined) material.normalMapType = lit.normalMapType;
	material.flatShading = lit.flatShading ?? false;
	return withHoles(material);
}

/** A copy does not bring this along. */
export const withHoles = (material: MeshNormalMaterial): NormalsMaterial =>
	Object.assign(material, { map: null, alphaMap: null, onBeforeCompile: cutHoles });

function cutHoles(shader: WebGLProgramParametersWithUniforms): void {
	shader.fragmentShader = replaceOnce(
		replaceOnce(
			shader.fragmentShader,
			'#include <uv_pars_fragment>',
			`#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>`,
		),
		'#include <logdepthbuf_fragment>',
		`#include <logdepthbuf_fragment>
#include <map_fragment>
#include <alphamap_fragment>
#include <alphatest_fragment>`,
	);
}
