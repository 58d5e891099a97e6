import type { Color } from 'three';
import {
	BufferGeometry,
	Float32BufferAttribute,
	Group,
	Points,
	ShaderMaterial,
	Vector2,
	Vector3,
	type WebGLRenderer,
} from 'three';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';
import { asHelper } from '../scene/layers.ts';

const LINE_WIDTH = 1.5;
/** CSS pixels from where the other handles are: nearer ones are left out until one comes closer. */
export const LEAST_AWAY = 40;
/** CSS pixels across. */
const DOT_SIZE = { fine: 11, coarse: 18 };
const OVER_ALL = { depthTest: false, depthWrite: false, transparent: true, toneMapped: false, fog: false };

const VERTEX = /* glsl */ `
uniform float size;
uniform vec2 screen;
uniform vec3 origin;
uniform float least;
attribute vec3 tint;
varying vec3 vTint;
void main() {
	vTint = tint;
	gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
	vec4 from = projectionMatrix * viewMatrix * vec4(origin, 1.0);
	vec2 away = (gl_Position.xy / gl_Position.w - from.xy / from.w) * screen * 0.5;
	gl_PointSize = size;
	// Out of the picture: it would lie among other handles.
	if (from.w > 0.0 && length(away) < least) gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
}`;

/** A dot within a dark ring, which is seen on bright ground as well. */
const FRAGMENT = /* glsl */ `
uniform float size;
varying vec3 vTint;
void main() {
	float away = distance(gl_PointCoord, vec2(0.5)) * size;
	float radius = size * 0.5;
	float alpha = clamp(radius - away, 0.0, 1.0);
	if (alpha < 0.01) discard;
	float inside = clamp(radius * 0.72 - away + 0.5, 0.0, 1.0);
	gl_FragColor = vec4(mix(vec3(0.02), vTint, inside), alpha);
	#include <colorspace_fragment>
}`;

export type GuideStroke = { readonly points: readonly number[]; readonly color: Color };
export type GuideDot = { readonly at: Vector3; readonly color: Color };

/** Guides as they are drawn: all lines with one call, all handles with another, none while there are none. */
export class GuidePicture {
	readonly group = new Group();
	#lines: LineSegments2;
	#dots: Points<BufferGeometry, ShaderMaterial>;
	#screen = new Vector2();
	#origin = new Vector3();
	#coarse = false;

	constructor() {
		const ink = new LineMaterial({ ...OVER_ALL, vertexColors: true, linewidth: LINE_WIDTH, opacity: 0.85 });
		this.#lines = new LineSegments2(new LineSegmentsGeometry(), ink);
		const dots = new ShaderMaterial({
			...OVER_ALL,
			vertexShader: VERTEX,
			fragmentShader: FRAGMENT,
			uniforms: {
				size: { value: DOT_SIZE.fine },
				screen: { value: this.#screen },
				origin: { value: this.#origin },
				least: { value: LEAST_AWAY },
			},
		});
		this.#dots = new Points(new BufferGeometry(), dots);
		this.#dots.onBeforeRender = (renderer: WebGLRenderer) => {
			const size = this.#coarse ? DOT_SIZE.coarse : DOT_SIZE.fine;
			if (dots.uniforms['size']) dots.uniforms['size'].value = size * renderer.getPixelRatio();
			renderer.getSize(this.#screen);
			dots.uniformsNeedUpdate = true;
		};
		for (const [order, object] of [this.#lines, this.#dots].entries()) {
			object.frustumCulled = false;
			object.visible = false;
			object.renderOrder = 20 + order;
			this.group.add(asHelper(object));
		}
	}

	/** Fingers want larger handles. */
	set coarse(on: boolean) {
		this.#coarse = on;
	}

	/** World metres. `origin`: where the other handles of what the dots belong to are. */
	show(strokes: readonly GuideStroke[], dots: readonly GuideDot[], origin: Vector3 | undefined): void {
		if (origin) this.#origin.copy(origin);
		this.#lines.visible = strokes.some(({ points }) => points.length > 0);
		if (this.#lines.visible) {
			this.#lines.geometry.dispose();
			const colors = strokes.flatMap(({ points, color }) =>
				Array.from({ length: points.length / 3 }, () => color.toArray()).flat(),
			);
			this.#lines.geometry = new LineSegmentsGeometry()
				.setPositions(strokes.flatMap(({ points }) => points))
				.setColors(colors);
		}
		this.#dots.visible = dots.length > 0;
		if (!this.#dots.visible) return;
		this.#dots.geometry.dispose();
		this.#dots.geometry = new BufferGeometry().setFromPoints(dots.map(({ at }) => at)).setAttribute(
			'tint',
			new Float32BufferAttribute(
				dots.flatMap(({ color }) => color.toArray()),
				3,
			),
		);
	}

	dispose(): void {
		for (const { geometry, material } of [this.#lines, this.#dots]) {
			geometry.dispose();
			material.dispose();
		}
	}
}
