import type { Units } from '../base/calculate.ts';

const LENGTHS: Units = {
	m: 1,
	cm: 0.01,
	mm: 0.001,
	km: 1000,
	in: 0.0254,
	ft: 0.3048,
	dm: 0.1,
	yd: 0.9144,
	mi: 1609.344,
};
const SPEEDS: Units = { 'm/s': 1, 'cm/s': 0.01, 'km/h': 1 / 3.6, 'ft/s': 0.3048, mph: 0.44704 };
const ACCELERATIONS: Units = { 'm/s²': 1, 'm/s2': 1, 'm/s^2': 1, 'cm/s²': 0.01, 'cm/s2': 0.01 };
const ANGLES: Units = { '°': 1, deg: 1, rad: 180 / Math.PI, turn: 360 };
const TIMES: Units = { s: 1, ms: 0.001, min: 60, h: 3600 };
const RATES: Units = { '/s': 1, '1/s': 1, hz: 1, '/min': 1 / 60, rpm: 1 / 60 };
const MASSES: Units = { kg: 1, g: 0.001, t: 1000, lb: 0.45359237 };

/** What a plain number is multiplied with may be said in percent. */
export const FACTORS: Units = { '%': 0.01 };

const UNITS: ReadonlyMap<string, Units> = new Map([
	['m', LENGTHS],
	['m/s', SPEEDS],
	['m/s²', ACCELERATIONS],
	['°', ANGLES],
	['s', TIMES],
	['/s', RATES],
	['kg', MASSES],
	['%', { '%': 1 }],
	['', FACTORS],
]);

/** What may be typed behind a number in a field that shows this sign; in any other, the sign itself. */
export const unitsOfSign = (sign: string): Units => UNITS.get(sign) ?? { [sign.toLowerCase()]: 1 };
