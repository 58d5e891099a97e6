import { CanvasTexture, SpriteMaterial, SRGBColorSpace } from 'three';
import type { IconKind, Icons } from './scene-kit.ts';

const SIZE = 96;

/** Strokes on a 24 × 24 field, like the interface's own icons. */
const STROKES: Readonly<Record<IconKind, string>> = {
	directional:
		'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M18.4 5.6l-1.1 1.1M6.7 17.3l-1.1 1.1',
	point:
		'M15 14c.2-1 .7-1.7 1.5-2.5A4.6 4.6 0 0 0 18 8 6 6 0 0 0 6 8c0 1 .2 2.2 1.5 3.5.7.7 1.3 1.5 1.5 2.5M9 18h6M10 22h4',
	spot: 'M9 3h6l4 10H5zM8 17l-1 3M12 17v4M16 17l1 3',
	ambient: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17',
	camera: 'M5 8h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2M15 12.5l6-3.5v6l-6-3.5',
};

/** Icons of lights and cameras, drawn when first needed: a dark disc with light strokes reads on any ground. */
export function createCanvasIcons(): Icons {
	const made = new Map<IconKind, SpriteMaterial>();
	return {
		get(kind) {
			const known = made.get(kind);
			if (known) return known;
			const map = drawIcon(STROKES[kind]);
			if (!map) return null;
			const material = new SpriteMaterial({
				map,
				sizeAttenuation: false,
				transparent: true,
				depthWrite: false,
				toneMapped: false,
			});
			made.set(kind, material);
			return material;
		},
		dispose() {
			for (const material of made.values()) {
				material.map?.dispose();
				material.dispose();
			}
			made.clear();
		},
	};
}

function drawIcon(strokes: string): CanvasTexture | null {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = SIZE;
	// Kept off the GPU: it may be busy with its first shaders for seconds.
	const pen = canvas.getContext('2d', { willReadFrequently: true });
	if (!pen) return null;
	pen.fillStyle = 'hsl(222 18% 12% / 0.78)';
	pen.strokeStyle = 'hsl(220 20% 94% / 0.35)';
	pen.lineWidth = 2;
	pen.beginPath();
	pen.arc(SIZE / 2, SIZE / 2, SIZE / 2 - 3, 0, Math.PI * 2);
	pen.fill();
	pen.stroke();
	pen.translate(SIZE * 0.22, SIZE * 0.22);
	pen.scale((SIZE * 0.56) / 24, (SIZE * 0.56) / 24);
	pen.strokeStyle = 'hsl(45 90% 86%)';
	pen.lineWidth = 2;
	pen.lineCap = pen.lineJoin = 'round';
	pen.stroke(new Path2D(strokes));
	const texture = new CanvasTexture(canvas);
	texture.colorSpace = SRGBColorSpace;
	return texture;
}
