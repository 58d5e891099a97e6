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
	hemisphere: 'M4 14a8 8 0 0 1 16 0zM12 3v1.5M5.6 5.6l1 1M18.4 5.6l-1 1M8 18h8M10.5 21h3',
	area: 'M4 5h16v8H4zM7 16.5l-1.5 4M12 16.5v4M17 16.5l1.5 4',
	environment:
		'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17',
	audio: 'M11 5L6.5 9H3v6h3.5l4.5 4zM15 9a4 4 0 0 1 0 6M17.5 6a8 8 0 0 1 0 12',
	collider: 'M4 8l8-4.5 8 4.5v8l-8 4.5-8-4.5zM4 8l8 4.5 8-4.5M12 12.5v8',
	particles: 'M12 3v5M9.5 5.5h5M6 12.5v4M4 14.5h4M16.5 11v6M13.5 14h6M11 18.5v3M9.5 20h3',
	camera: 'M5 8h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2M15 12.5l6-3.5v6l-6-3.5',
};

/** Icons of lights, cameras and the like, drawn when first needed: a dark disc with light strokes reads on any ground. */
export function createCanvasIcons(): Icons {
	const made = new Map<IconKind, SpriteMaterial>();
	let pin: CanvasTexture | null = null;
	return {
		get(kind) {
			const known = made.get(kind);
			if (known) return known;
			const map = draw((pen) => drawIcon(pen, STROKES[kind]));
			if (!map) return null;
			const material = new SpriteMaterial({
				map,
				sizeAttenuation: false,
				transparent: true,
				depthWrite: false,
				toneMapped: false,
				fog: false,
			});
			made.set(kind, material);
			return material;
		},
		pin() {
			pin ??= draw(drawPin);
			return pin;
		},
		dispose() {
			pin?.dispose();
			pin = null;
			for (const material of made.values()) {
				material.map?.dispose();
				material.dispose();
			}
			made.clear();
		},
	};
}

function draw(paint: (pen: CanvasRenderingContext2D) => void): CanvasTexture | null {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = SIZE;
	// Kept off the GPU: it may be busy with its first shaders for seconds.
	const pen = canvas.getContext('2d', { willReadFrequently: true });
	if (!pen) return null;
	pen.lineCap = pen.lineJoin = 'round';
	paint(pen);
	const texture = new CanvasTexture(canvas);
	texture.colorSpace = SRGBColorSpace;
	return texture;
}

function drawIcon(pen: CanvasRenderingContext2D, strokes: string): void {
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
	pen.stroke(new Path2D(strokes));
}

/** A speech bubble on a tip, white to take any tint; dark edge and lines stay dark under it. */
function drawPin(pen: CanvasRenderingContext2D): void {
	pen.scale(SIZE / 24, SIZE / 24);
	pen.fillStyle = 'white';
	pen.strokeStyle = 'hsl(222 18% 12% / 0.85)';
	pen.lineWidth = 1.2;
	const bubble = new Path2D(
		'M5 2h14a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-4.2L12 23.2 9.2 17H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z',
	);
	pen.fill(bubble);
	pen.stroke(bubble);
	pen.lineWidth = 1.5;
	pen.stroke(new Path2D('M6.5 7h11M6.5 11.5h7'));
}
