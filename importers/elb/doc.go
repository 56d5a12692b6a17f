// Package elb reads the access logs of AWS load balancers into the canonical table of
// requests: application, classic and, for their TLS listeners, network ones.
//
// Two nouns: a kind is one of the three, which a line's first values tell; a
// generation is how many values lines of that kind had at a time. AWS adds values at
// the end and says that readers must ignore what they do not know, so a line may have
// more, which are kept as extra fields.
package elb
