import { kmeans } from 'ml-kmeans';
import { Matrix } from 'ml-matrix';
import { PCA } from 'ml-pca';
import { silhouetteOf, type Point } from './silhouette.js';
import type { Stance } from './statement.entity.js';

/**
 * Groups of opinion, and what all of them share, found the way Polis does (Small et al. 2021, "Polis: Scaling deliberation by mapping
 * high dimensional opinion spaces"): principal components of the votes, k-means on the first two, k by silhouette. Exploratory: it
 * shows a picture of what was said, decides nothing, and counts nobody's vote more than another's.
 */

/** One person's stance on one statement. */
export interface CastVote {
  readonly personId: string;
  readonly statementId: string;
  readonly stance: Stance;
}

export interface Count {
  readonly agree: number;
  readonly disagree: number;
  readonly pass: number;
}

/** What a group thinks that the others do not. */
export interface Marker {
  readonly statementId: string;
  readonly side: 'agree' | 'disagree';
}

export interface Group {
  /** A is the largest. */
  readonly name: string;
  readonly size: number;
  /** What marks it most, at most three. */
  readonly markers: readonly Marker[];
}

export interface StatementOpinion {
  readonly statementId: string;
  readonly all: Count;
  /** In the order of the groups. */
  readonly byGroup: readonly Count[];
  /** 0 to 1: the chances that a member agrees, of every group, multiplied. High only if every group agrees. */
  readonly consensus: number;
}

export interface Opinion {
  /** People who voted on enough statements to be placed. */
  readonly placed: number;
  /** Empty if too few can be placed, or if all think alike. */
  readonly groups: readonly Group[];
  /** -1 to 1: how well the groups are told apart; below about 0.25 hardly at all. Null without groups. */
  readonly silhouette: number | null;
  /** What is shared by all groups first. */
  readonly statements: readonly StatementOpinion[];
}

/** Whoever voted on fewer statements is not placed, unless there are fewer. */
const ENOUGH_VOTES = 7;
/** Fewer people than this are not divided. */
const FEWEST_PEOPLE = 6;
/** A group of fewer would tell what single people think. */
export const SMALLEST_GROUP = 3;
const MOST_GROUPS = 5;
/** K-means is begun so often; the best is kept. */
const BEGINNINGS = 10;
const MOST_MARKERS = 3;

const numberOf: Readonly<Record<Stance, number>> = { agree: 1, pass: 0, disagree: -1 };
type Row = readonly (number | null)[];

/**
 * @param statementIds those that are shown
 * @param seed the same votes and seed give the same groups, in whatever order the votes come
 */
export function opinionOf(statementIds: readonly string[], votes: readonly CastVote[], seed: number): Opinion {
  const columns = [...statementIds].sort();
  const rows = rowsOf(columns, votes);
  const enough = Math.min(ENOUGH_VOTES, columns.length);
  const placed = rows.filter((row) => votesIn(row) >= enough);
  const division = divide(placed, seed);
  const groups = division?.members ?? [];
  const counts = columns.map((statementId, column) => {
    const all = countOf(rows, column);
    const byGroup = groups.map((members) => countOf(members, column));
    const shares = (byGroup.length > 0 ? byGroup : [all]).map(({ agree, ...rest }) =>
      chance(agree, { agree, ...rest }),
    );
    return { statementId, all, byGroup, consensus: shares.reduce((product, share) => product * share, 1) };
  });
  return {
    placed: placed.length,
    groups: groups.map(({ length }, index) => {
      return { name: String.fromCharCode(65 + index), size: length, markers: markersOf(counts, index) };
    }),
    silhouette: division?.silhouette ?? null,
    statements: counts.sort((a, b) => b.consensus - a.consensus || (a.statementId < b.statementId ? -1 : 1)),
  };
}

/** A row of votes for each person, in an order that depends on nothing but the votes. */
function rowsOf(columns: readonly string[], votes: readonly CastVote[]): Row[] {
  const places = new Map(columns.map((id, index) => [id, index]));
  const people = new Map<string, (number | null)[]>();
  for (const { personId, statementId, stance } of votes) {
    const place = places.get(statementId);
    if (place === undefined) continue;
    const row = people.get(personId) ?? columns.map(() => null);
    row[place] = numberOf[stance];
    people.set(personId, row);
  }
  return [...people.values()]
    .map((row) => ({ row, key: row.map((vote) => vote ?? 2).join() }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}

const votesIn = (row: Row): number => row.filter((vote) => vote !== null).length;

/** Two numbers for each person. Who voted on less is drawn to the middle by it, and moved out again (as Polis does). */
function project(rows: readonly Row[]): Point[] {
  const width = rows[0]?.length ?? 0;
  const means = Array.from({ length: width }, (_, column) => {
    const cast = rows.flatMap((row) => row[column] ?? []);
    return cast.reduce((sum, vote) => sum + vote, 0) / Math.max(1, cast.length);
  });
  const filled = new Matrix(rows.map((row) => row.map((vote, column) => vote ?? means[column] ?? 0)));
  const pca = new PCA(filled, { method: 'covarianceMatrix', center: true, scale: false });
  const nComponents = Math.min(2, width);
  return pca
    .predict(filled, { nComponents })
    .to2DArray()
    .map((point, index) => point.map((at) => at * Math.sqrt(width / votesIn(rows[index] ?? []))));
}

/** The division whose groups are told apart best; undefined if there are too few people, or all think alike. */
function divide(rows: readonly Row[], seed: number): { members: Row[][]; silhouette: number } | undefined {
  if (rows.length < FEWEST_PEOPLE) return undefined;
  const points = project(rows);
  const different = new Set(points.map((point) => point.map((at) => at.toFixed(9)).join())).size;
  let best: { clusters: readonly number[]; silhouette: number } | undefined;
  for (let k = 2; k <= Math.min(MOST_GROUPS, different); k += 1) {
    const clusters = clustersOf(points, k, seed);
    const sizes = Array.from({ length: k }, (_, one) => clusters.filter((cluster) => cluster === one).length);
    if (sizes.some((size) => size < SMALLEST_GROUP)) continue;
    const silhouette = silhouetteOf(points, clusters, k);
    if (!best || silhouette > best.silhouette) best = { clusters, silhouette };
  }
  if (!best) return undefined;
  const { clusters, silhouette } = best;
  const members = [...new Set(clusters)].map((one) => rows.filter((_, index) => clusters[index] === one));
  // The largest first; of equals the one whose first row comes first, since the sort is stable.
  return { members: members.sort((a, b) => b.length - a.length), silhouette };
}

function clustersOf(points: Point[], k: number, seed: number): readonly number[] {
  const tries = Array.from({ length: BEGINNINGS }, (_, index) => {
    const { clusters, centroids } = kmeans(points as number[][], k, { seed: seed + index, initialization: 'kmeans++' });
    const spread = points.reduce((sum, point, at) => sum + squareOf(point, centroids[clusters[at] ?? 0] ?? []), 0);
    return { clusters, spread };
  });
  return tries.reduce((best, one) => (one.spread < best.spread ? one : best)).clusters;
}

const squareOf = (a: Point, b: Point): number => a.reduce((sum, at, axis) => sum + (at - (b[axis] ?? 0)) ** 2, 0);

function countOf(rows: readonly Row[], column: number): Count {
  const among = (vote: number) => rows.filter((row) => row[column] === vote).length;
  return { agree: among(1), disagree: among(-1), pass: among(0) };
}

/** The chance of a stance among those who voted, with one voter for each side added: few votes say little. */
const chance = (those: number, { agree, disagree, pass }: Count): number => (those + 1) / (agree + disagree + pass + 2);

/** What most of a group thinks and most of the others do not, by how much more likely it is there. */
function markersOf(statements: readonly StatementOpinion[], group: number): Marker[] {
  const sides = ['agree', 'disagree'] as const;
  return statements
    .flatMap(({ statementId, byGroup }) => {
      const own = byGroup[group];
      if (!own) return [];
      const others = byGroup.filter((_, index) => index !== group).reduce(added, { agree: 0, disagree: 0, pass: 0 });
      return sides.map((side) => {
        const here = chance(own[side], own);
        return { statementId, side, here, weight: (here * here) / chance(others[side], others) };
      });
    })
    .filter(({ here, weight }) => here > 0.5 && weight > here)
    .sort((a, b) => b.weight - a.weight || (a.statementId < b.statementId ? -1 : 1))
    .slice(0, MOST_MARKERS)
    .map(({ statementId, side }) => ({ statementId, side }));
}

const added = (a: Count, b: Count): Count => {
  return { agree: a.agree + b.agree, disagree: a.disagree + b.disagree, pass: a.pass + b.pass };
};
