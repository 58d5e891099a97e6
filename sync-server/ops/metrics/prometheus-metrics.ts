import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { CATALOGUE, type NamesOf } from './catalogue.ts';
import type { Metrics } from './metrics.ts';
import { PlainHistogram } from './plain-histogram.ts';

const PREFIX = 'rastudios_';
const UNLABELLED = '';
/** Milliseconds between two looks at how late timers run: each wakes the process, whether anybody is there or not. */
const LOOP_LOOK_MS = 100;

/** Counts in this process and writes it down as Prometheus reads it. */
export class PrometheusMetrics implements Metrics {
	readonly contentType: string;
	#registry = new Registry();
	/** Plain numbers, handed over when somebody looks: a message costs one addition. */
	#counts = new Map<string, Map<string, number>>();
	#levels = new Map<string, () => number>();
	#histograms = new Map<string, PlainHistogram>();

	constructor() {
		this.contentType = this.#registry.contentType;
		for (const [name, entry] of Object.entries(CATALOGUE)) {
			const options = { name: `${PREFIX}${name}`, help: entry.help, registers: [this.#registry] };
			if (entry.kind === 'counter') {
				this.#register(name, options, 'label' in entry ? entry.label : undefined);
			} else if (entry.kind === 'gauge') {
				const read = () => this.#levels.get(name)?.() ?? 0;
				new Gauge({
					...options,
					collect() {
						this.set(read());
					},
				});
			} else {
				const { name: fullName, help } = options;
				this.#histograms.set(name, new PlainHistogram({ name: fullName, help, bounds: entry.buckets }));
			}
		}
	}

	/** Also reports the process itself: memory, processor, event loop. Once a process. */
	watchProcess(): void {
		collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: LOOP_LOOK_MS });
	}

	add(name: string, by = 1): void {
		this.#count(name, UNLABELLED, by);
	}

	addBy(name: string, label: string): void {
		this.#count(name, label, 1);
	}

	observe(name: NamesOf<'histogram'>, value: number): void {
		this.#histograms.get(name)?.observe(value);
	}

	watch(name: NamesOf<'gauge'>, read: () => number): void {
		this.#levels.set(name, read);
	}

	/** All of it, as text. */
	async read(): Promise<string> {
		const histograms = [...this.#histograms.values()].map((histogram) => histogram.read());
		return [await this.#registry.metrics(), ...histograms].join('\n');
	}

	#count(name: string, label: string, by: number): void {
		const counts = this.#counts.get(name);
		counts?.set(label, (counts.get(label) ?? 0) + by);
	}

	#register(
		name: string,
		options: ConstructorParameters<typeof Counter>[0],
		label: string | undefined,
	): void {
		const counts = new Map<string, number>(label === undefined ? [[UNLABELLED, 0]] : []);
		this.#counts.set(name, counts);
		new Counter({
			...options,
			...(label === undefined ? {} : { labelNames: [label] }),
			collect() {
				this.reset();
				for (const [value, count] of counts) this.inc(label === undefined ? {} : { [label]: value }, count);
			},
		});
	}
}
