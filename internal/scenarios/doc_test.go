// Package scenarios_test tests combinations of resources and modules: complete
// guides, and estates with many misconfigurations at a time. It holds tests only.
package scenarios_test
