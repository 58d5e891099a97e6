import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const ICON = /\/@lucide\/svelte\/dist\/icons\/[^/]+\.js$/;
const NAME = /from "\.\/([^"]+\.svelte)"/;
const DRAWING = /^const iconData = (\{.*\});$/m;
/** A first point that would go on from where the shape before ended. */
const RELATIVE_START = /^m\s*(-?\d*\.?\d+)[\s,]*(-?\d*\.?\d+)[\s,]*/;

type Shape = readonly [name: string, attributes: Readonly<Record<string, string>>];

/** Draws each icon as one path of our own component: a component for each was half of the icons' weight. */
export function plainIcons(root: string): Plugin {
	const drawnIcon = JSON.stringify(join(root, 'src/lib/ui/drawn-icon.ts').replaceAll('\\', '/'));
	return {
		name: 'plain-icons',
		enforce: 'pre',
		load: {
			filter: { id: ICON },
			handler: (id) => {
				const [, name] = NAME.exec(readFileSync(id, 'utf8')) ?? [];
				const path = name ? iconPath(readFileSync(join(dirname(id), name), 'utf8')) : null;
				if (path === null) return null;
				return `import { drawnIcon } from ${drawnIcon};\nexport default /* @__PURE__ */ drawnIcon(${JSON.stringify(path)});`;
			},
		},
	};
}

/** The lines of an icon of Lucide's as one path; null: there is more to it than lines. */
export function iconPath(source: string): string | null {
	const data = DRAWING.exec(source)?.[1];
	if (!data) return null;
	const { size, node } = JSON.parse(data) as { size: number; node: readonly Shape[] };
	const paths = node.map(shapePath);
	return size === 24 && paths.every((path) => path !== null) ? paths.join('') : null;
}

/** A dot that is filled up by one point of the line's width. */
const LARGEST_DOT = 1;

const SHAPES: Readonly<Record<string, { takes: readonly string[]; draw: (at: Numbers) => string }>> = {
	circle: { takes: ['cx', 'cy', 'r'], draw: ({ cx, cy, r }) => ellipse(cx, cy, r, r) },
	ellipse: { takes: ['cx', 'cy', 'rx', 'ry'], draw: ({ cx, cy, rx, ry }) => ellipse(cx, cy, rx, ry) },
	line: { takes: ['x1', 'x2', 'y1', 'y2'], draw: ({ x1, y1, x2, y2 }) => `M${x1} ${y1}L${x2} ${y2}` },
	rect: { takes: ['x', 'y', 'width', 'height', 'rx', 'ry'], draw: rectangle },
};

type Numbers = Record<string, number>;

function shapePath([name, attributes]: Shape): string | null {
	const { d, points, fill, ...numbers } = attributes;
	const hasMore = fill !== undefined || Object.keys(numbers).length > 0;
	if (name === 'path' && d && !hasMore) return absoluteStart(d);
	if (name === 'polyline' && points && !hasMore) return `M${points}`;
	if (name === 'polygon' && points && !hasMore) return `M${points}z`;
	const shape = SHAPES[name];
	if (!shape || Object.keys(numbers).some((key) => !shape.takes.includes(key))) return null;
	const at: Numbers = Object.fromEntries(Object.entries(numbers).map(([key, text]) => [key, Number(text)]));
	if (fill === undefined) return shape.draw(at);
	const { r = Infinity } = at;
	return name === 'circle' && r <= LARGEST_DOT ? `${shape.draw(at)}M${at['cx']} ${at['cy']}h.01` : null;
}

function absoluteStart(d: string): string {
	return d.replace(RELATIVE_START, (start, x: string, y: string, at: number, all: string) =>
		/^[\d.-]/.test(all.slice(start.length)) ? `M${x} ${y}l` : `M${x} ${y}`,
	);
}

const ellipse = (cx = 0, cy = 0, rx = 0, ry = 0) =>
	`M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;

function rectangle({ x = 0, y = 0, width = 0, height = 0, ...corner }: Numbers): string {
	const rx = corner['rx'] ?? corner['ry'] ?? 0;
	const ry = corner['ry'] ?? rx;
	const [across, down] = [width - 2 * rx, height - 2 * ry];
	if (rx === 0) return `M${x} ${y}h${width}v${height}h${-width}z`;
	const arc = (dx: number, dy: number) => `a${rx} ${ry} 0 0 1 ${dx} ${dy}`;
	return `M${x + rx} ${y}h${across}${arc(rx, ry)}v${down}${arc(-rx, ry)}h${-across}${arc(-rx, -ry)}v${-down}${arc(rx, -ry)}z`;
}
