// Package scenarios_test tests resources and modules together, as people combine them:
// guides from the first line to the last, and estates with many things wrong at a
// time. It holds tests only.
package scenarios_test
