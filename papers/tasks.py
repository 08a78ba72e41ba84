from celery import shared_task

from papers import printing, sweeping


@shared_task
def print_paper(job_pk):
    printing.carry_out(job_pk)


@shared_task(expires=10)
def sweep():
    """Every 15 seconds by beat."""
    sweeping.sweep()


@shared_task(expires=600)
def remove_orphans():
    """Every hour by beat."""
    sweeping.remove_orphans()
