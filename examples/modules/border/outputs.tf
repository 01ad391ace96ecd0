output "syncs" {
  description = "Each edge with people (users that have an external user), refused, changes of the last run, and evidence_head: <number>:<hash> of the last record of the evidence."
  value = {
    for key, sync in multitenant_guest_sync.this : key => {
      people        = sync.people
      refused       = sync.refused
      changes       = sync.changes
      evidence_head = sync.evidence_head
    }
  }
}

output "previews" {
  description = "What the next run would do, as JSON text, of each edge with preview."
  value       = { for key, preview in data.multitenant_guest_sync_preview.this : key => preview.json }
}

output "ok" {
  description = "Whether the settings of both tenants let the users of every edge work in the other tenant."
  value       = module.access.ok
}

output "findings" {
  description = "Settings that are missing for an edge, see multitenant_topology_check."
  value       = module.access.findings
}
