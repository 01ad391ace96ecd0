output "auditors" {
  description = "Object ids of the auditors in Fabrikam."
  value       = module.audit.user_ids.fabrikam
}

output "project" {
  description = "Object ids of the project's guests, by tenant."
  value       = module.project.user_ids
}
