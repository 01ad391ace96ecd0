output "ok" {
  description = "Whether every edge of the pair has its capabilities."
  value       = module.pair.ok
}
