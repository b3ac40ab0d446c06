import { scaleLinear } from 'd3-scale';

/** Maps a count to percent of a drawing's width, rounded so that equal numbers give equal bytes. */
export function percentScale(of: number): (value: number) => number {
  const scale = scaleLinear()
    .domain([0, Math.max(of, 1)])
    .range([0, 100])
    .clamp(true);
  return (value) => Math.round(scale(value) * 1000) / 1000;
}

/** Positions and labels of the ticks under a percent axis. */
export function percentTicks(): number[] {
  return scaleLinear().domain([0, 100]).ticks(4);
}
