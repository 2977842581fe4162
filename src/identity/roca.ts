/** The odd primes whose residues give the faulty key generator away. */
const PRIMES = [
  11n,
  13n,
  17n,
  19n,
  37n,
  53n,
  61n,
  71n,
  73n,
  79n,
  97n,
  103n,
  107n,
  109n,
  127n,
  151n,
  157n,
];
const GENERATOR = 65537n;

/** Per prime the residues that a modulus of the faulty generator can have. */
const RESIDUES: ReadonlyMap<bigint, ReadonlySet<bigint>> = new Map(
  PRIMES.map((prime) => [prime, powersOfGenerator(prime)]),
);

function powersOfGenerator(prime: bigint): ReadonlySet<bigint> {
  const powers = new Set<bigint>();
  for (let power = 1n; !powers.has(power); power = (power * GENERATOR) % prime) powers.add(power);
  return powers;
}

/**
 * True when an RSA modulus looks like one of the smart-card library whose primes were powers of
 * 65537 modulo a primorial, and can be factored (CVE-2017-15361). Chance of a false alarm on a
 * sound key: about 2^-28.
 */
export function hasRocaFingerprint(modulus: bigint): boolean {
  return PRIMES.every((prime) => RESIDUES.get(prime)?.has(modulus % prime) === true);
}
