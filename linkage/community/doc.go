// Package community finds which nodes of a graph move together.
//
// Three nouns: a Partition gives every node one community; Options say at which
// Resolution and from which Seed it is found; Modularity says how good it is.
// Detect is the Leiden algorithm (Traag, Waltman, van Eck 2019, arXiv:1810.08473,
// doi:10.1038/s41598-019-41695-z) for modularity with a resolution parameter
// (Reichardt, Bornholdt 2006, doi:10.1103/PhysRevE.74.016110); each of its passes
// ends with a descent that moves nodes once more on every storey (Rotta, Noack 2011,
// doi:10.1145/1963190.1970376), which is worth about a pass. Stability repeats it
// from other seeds and says, node by node, how often the answer stays.
//
// It promises that every community is connected, that the same graph and options
// give the same partition on every machine (gains are compared as exact
// integers; no float decides anything), and that it stops soon after its context
// ends. It does not know what an account is, nor which community is suspicious.
package community
